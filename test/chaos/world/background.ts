/** Lets work go on by itself; an error in it ends the schedule. */
export type Background = (work: Promise<unknown>) => void;

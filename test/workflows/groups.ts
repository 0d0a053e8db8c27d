/**
 * Few groups of workflows to delete, in place of each one on its own: each goes with a group, and for any two there is one with which the
 * first goes while the second stays. So whatever still names one of them is found.
 *
 * @param together what goes with a workflow: itself, and those that import it
 */
export function deletionGroups(
  workflows: readonly string[],
  together: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = [];
  let open = workflows.flatMap((goes) =>
    [...workflows, REST].filter((stays) => !together(goes).includes(stays)).map((stays) => ({ goes, stays })),
  );
  const told = (group: ReadonlySet<string>) =>
    open.filter(({ goes, stays }) => group.has(goes) && !group.has(stays)).length;
  for (let [first] = open; first; [first] = open) {
    let group = new Set(together(first.goes));
    for (const name of workflows) {
      const larger = new Set([...group, ...together(name)]);
      if (told(larger) > told(group)) group = larger;
    }
    groups.push([...group].sort());
    open = open.filter(({ goes, stays }) => !(group.has(goes) && !group.has(stays)));
  }
  return groups;
}

/** What stays always, and is no workflow to delete. */
const REST = '';

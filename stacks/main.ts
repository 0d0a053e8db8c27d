import { synthesize } from './app';

synthesize();

import { afterAll, beforeEach } from 'vitest';
import { beginWithEmptyDatabase, dropDatabases } from './databases.ts';

beforeEach(beginWithEmptyDatabase);
afterAll(dropDatabases);

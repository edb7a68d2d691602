import type { CaseShown } from './api.ts';

export class SimilarNames {
  async to(_key: string): Promise<CaseShown['similar']> {
    return [];
  }
}

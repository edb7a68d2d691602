import { useState } from 'preact/hooks';
import { keepDraft, keptDraft } from './kept.ts';
import { emptyOpinion, type OpinionDraft } from './opinion.ts';

/** What is typed into a form of a vote; it outlives the page being left, until it was sent. @param name of the form */
export function useDraft(name: string, first: Partial<OpinionDraft>) {
  const start = { ...emptyOpinion, ...first };
  const [draft, setDraft] = useState<OpinionDraft>(() => ({ ...start, ...keptDraft(name) }));
  return {
    draft,
    change: (part: Partial<OpinionDraft>) => {
      const next = { ...draft, ...part };
      keepDraft(name, next);
      setDraft(next);
    },
    forget: (next: Partial<OpinionDraft> = first) => {
      keepDraft(name, null);
      setDraft({ ...emptyOpinion, ...next });
    },
  };
}

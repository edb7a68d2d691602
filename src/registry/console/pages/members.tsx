import { nameIn } from '../../../core/language.ts';
import type { MemberShown, StaffRequest } from '../../desk/api.ts';
import { tell } from '../client.ts';
import { useDesk } from '../desk.tsx';
import { useEvents } from '../events.ts';
import { Answer } from '../parts/asked.tsx';
import { Failed } from '../parts/failed.tsx';
import { StaffForm } from '../parts/staff-form.tsx';
import { useAct } from '../parts/use-act.ts';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';

/** Who is in the alliance, with which keys; and what a coordinator asks the next ceremony for. */
export function MembersPage() {
  const { t } = useSpeech();
  const { me } = useDesk();
  useTitle('nav.members');
  return (
    <>
      <h1>{t('nav.members')}</h1>
      <p class="lead">
        {t('members.lead', { quorum: me.alliance.quorum, count: me.alliance.members.length })}
      </p>
      {me.role === 'coordinator' && <Staff />}
      {me.alliance.members.map((member) => (
        <OneMember key={member.id} member={member} />
      ))}
    </>
  );
}

function OneMember({ member }: { member: MemberShown }) {
  const { t, language } = useSpeech();
  const { me } = useDesk();
  return (
    <section class="card">
      <h2>
        {nameIn(member.name, language)} <code class="quiet-text">{member.id}</code>
      </h2>
      {member.group && <p class="quiet-text">{t('members.group', { group: member.group })}</p>}
      <ul class="plain lines">
        {member.reviewers.map(({ key, label, role }) => (
          <li key={key}>
            <span>
              <b>{label ?? key.slice(0, 8)}</b> <span class="tag">{t(`role.${role}`)}</span>{' '}
              {key === me.key && <span class="tag">{t('console.me')}</span>}
            </span>
            <code class="public-key">{key}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Staff() {
  const { t } = useSpeech();
  const asked = useAsked<{ requests: readonly StaffRequest[] }>('staff');
  useEvents(({ what }) => what === 'staff' && asked.again());
  return (
    <section class="card">
      <h2>{t('staff.title')}</h2>
      <p>{t('staff.lead')}</p>
      <Answer of={asked}>
        {({ requests }) => (
          <ul class="plain lines">
            {requests.map((request) => (
              <Request key={request.id} request={request} again={asked.again} />
            ))}
          </ul>
        )}
      </Answer>
      <StaffForm onAsked={asked.again} />
    </section>
  );
}

function Request({ request, again }: { request: StaffRequest; again: () => void }) {
  const { t } = useSpeech();
  const act = useAct();
  const { id, action, key, label, role, state, time } = request;
  const withdraw = async () => {
    await tell(`staff/${id}/withdraw`, {});
    again();
  };
  return (
    <li>
      <span>
        <b>{t(`staff.${action}`)}</b> {label ?? key.slice(0, 8)} · {t(`role.${role}`)}{' '}
        <span class="tag">{t(`staff.state.${state}`)}</span>
      </span>
      <small>
        <When time={time} />
      </small>
      <code class="public-key">{key}</code>
      {act.error && <Failed error={act.error} />}
      {state === 'waiting' && (
        <button type="button" class="small" disabled={act.isBusy} onClick={() => act.run(withdraw)}>
          {t('staff.withdraw')}
        </button>
      )}
    </li>
  );
}

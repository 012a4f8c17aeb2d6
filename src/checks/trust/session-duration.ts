import { accountCheck } from '../../model/check.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { isThirdPartyRole } from '../../parties/third-party.ts';
import { command } from '../remedies/command.ts';
import { roleFixes } from '../remedies/role-fixes.ts';
import { judgeRoles, notApplicable, passed } from '../support/judged-role.ts';

export const sessionDuration = accountCheck({
  id: 'session-duration',
  area: 'trust',
  title: 'Third-party sessions are short',
  failureTitle: 'Third-party sessions may last too long',
  severity: 'low',
  rationale:
    'A stolen session works until it ends, whatever is changed in the meantime. The shorter it may last, the smaller the harm.',
  remediation:
    "Lower the role's maximum session duration; the third party can renew its session as often as it works.",
  cannotKnow:
    'How long sessions are in use: it reads the longest that may be asked for. A role that another role goes on to is limited to an hour whatever is set.',
  parameters: {
    maxSessionHours: {
      default: 1,
      description: 'The longest session, in hours, that a third-party role may allow.',
    },
  },
  per: 'account',
  requires: ['authorization-details', 'role-settings'],
  evaluate: (facts, context) => {
    const longest = context.parameters.maxSessionHours * 3600;
    const settings = new Map(
      facts['role-settings'].roles.map((role, index) => [role.arn, { ...role, index }]),
    );
    return judgeRoles(facts['authorization-details'], context, (subject) => {
      const { role, resource } = subject;
      if (!isThirdPartyRole(role, context.study))
        return [notApplicable(subject, 'No third party may assume this role.')];
      const setting = settings.get(role.arn);
      if (setting === undefined) {
        return [
          {
            status: 'UNKNOWN',
            resource,
            detail: 'The list of roles with their session durations does not hold this role.',
          },
        ];
      }
      if (setting.maxSessionDuration <= longest) {
        return [passed(subject, `A session lasts at most ${hours(setting.maxSessionDuration)}.`)];
      }
      return [
        {
          status: 'FAIL',
          resource,
          detail: `A third party's session may last ${hours(setting.maxSessionDuration)}; at most ${hours(longest)} is allowed.`,
          remediation: `Lower the role's maximum session duration to ${hours(Math.max(3600, longest))}; the third party can renew its session as often as it works.`,
          fixes: () =>
            roleFixes(
              role,
              {
                commands: [
                  command`aws iam update-role --role-name ${role.name} --max-session-duration ${String(Math.max(3600, longest))}`,
                ],
                properties: { MaxSessionDuration: Math.max(3600, longest) },
              },
              context,
            ),
          corrects: { maxSessionDuration: Math.max(3600, longest) },
          evidence: [
            {
              fact: 'role-settings',
              region: 'global',
              pointer: jsonPointer('roles', setting.index, 'maxSessionDuration'),
              value: setting.maxSessionDuration,
              marks: [''],
            },
          ],
        },
      ];
    });
  },
});

function hours(seconds: number): string {
  return `${Math.round((seconds / 3600) * 100) / 100} h`;
}

// Targets as the desk and the command line see them: their names, and a message to try one out.
import { WeeklyError } from '../core/errors.ts'
import type { TargetDesk } from '../desk/pages/target-desk.ts'
import { describeTest } from '../targets/issue-facts.ts'
import type { App } from './wire.ts'

/** Opens them. */
export function openTargetDesk({ config, targets, publish, clock }: App): TargetDesk {
  return {
    all: config.weekly.targets.map(({ kind, name = kind }) => ({ name, kind })),
    test: async name => {
      const target = targets.targets.find(each => each.name === name)
      if (!target?.test)
        throw new WeeklyError('TARGET_MISSING', `no target is called ${name}`, {
          hint: '`weekly target list` shows targets and messages.',
        })
      const outcome = await target.test(describeTest(publish.site, clock.now()))
      if (outcome.state !== 'sent') throw outcome.error
    },
  }
}

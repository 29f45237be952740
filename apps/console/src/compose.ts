import { accounts } from './modules/accounts/module.ts'
import { cockpit } from './modules/cockpit/module.ts'
import { dataResources } from './modules/data-resources/module.ts'
import { drg } from './modules/drg/module.ts'
import { rules } from './modules/rules/module.ts'
import { selfCheck } from './modules/self-check/module.ts'
import { supervision } from './modules/supervision/module.ts'
import type { ConsoleModule } from './shell/module.ts'

/** Every sub-system of the console: one line each. */
export const modules: readonly ConsoleModule[] = [cockpit, supervision, selfCheck, rules, drg, dataResources, accounts]

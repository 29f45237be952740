import type { ConsoleModule } from './shell/module.ts'
import { supervision } from './modules/supervision/module.ts'

/** Every sub-system of the console: one line each. */
export const modules: readonly ConsoleModule[] = [supervision]

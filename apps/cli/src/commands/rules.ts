import { readOptions, required, UsageError, type Command } from '../command.ts'
import { checkLibrary } from './rules/check.ts'
import { previewBatch } from './rules/preview.ts'
import { scanLibrary } from './rules/scan.ts'

export const rulesCommand: Command = {
  usage: [
    'rules check [--rules FOLDER]',
    'rules preview FILE.csv[.gz] [--out POINTS.csv]',
    'rules scan --data DATA [--rules FOLDER] [--only R27,R49] --out FILE.csv',
  ],
  async run([action, ...rest]) {
    if (action === 'check') {
      const { values } = readOptions(rest, { rules: { type: 'string' } })
      return checkLibrary(values.rules)
    }
    if (action === 'preview') {
      const { values, positionals } = readOptions(rest, { out: { type: 'string' } })
      return previewBatch(required(positionals[0], '知识点文件'), values.out)
    }
    if (action === 'scan') {
      const { values } = readOptions(rest, {
        data: { type: 'string' },
        rules: { type: 'string' },
        only: { type: 'string' },
        out: { type: 'string' },
      })
      return scanLibrary({
        data: required(values.data, '--data'),
        rules: values.rules,
        only: values.only?.split(','),
        out: required(values.out, '--out'),
      })
    }
    throw new UsageError(`rules 之后应为 check、preview 或 scan：${action ?? ''}`)
  },
}

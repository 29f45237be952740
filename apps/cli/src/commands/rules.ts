import { readOptions, required, UsageError, type Command } from '../command.ts'
import { auditRequest } from './rules/audit.ts'
import { backtestRule } from './rules/backtest.ts'
import { checkLibrary } from './rules/check.ts'
import { importPoints } from './rules/import.ts'
import { previewBatch } from './rules/preview.ts'
import { scanLibrary } from './rules/scan.ts'

export const rulesCommand: Command = {
  usage: [
    'rules check [--rules FOLDER]',
    'rules preview FILE.csv[.gz] [--out POINTS.csv]',
    'rules import FILE|FOLDER --data DATA [--name NAME] [--confirmed-by EXPERT]',
    'rules scan --data DATA [--release FILE.json | --rules FOLDER] [--only R27,R49] --out FILE.csv|.jsonl|.parquet',
    'rules audit REQUEST.json [--release FILE.json | --rules FOLDER] [--data DATA] [--infno 3101|3102]',
    'rules backtest RULE --data DATA [--rules FOLDER] [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json]',
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
    if (action === 'import') return importSheets(rest)
    if (action === 'audit') return audit(rest)
    if (action === 'scan') return scan(rest)
    if (action === 'backtest') return backtest(rest)
    throw new UsageError(`rules 之后应为 check、preview、import、scan、audit 或 backtest：${action ?? ''}`)
  },
}

function importSheets(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, {
    data: { type: 'string' },
    name: { type: 'string' },
    'confirmed-by': { type: 'string' },
  })
  return importPoints({
    path: required(positionals[0], '知识点文件'),
    data: required(values.data, '--data'),
    name: values.name,
    confirmedBy: values['confirmed-by'],
  })
}

function audit(argv: readonly string[]): number {
  const { values, positionals } = readOptions(argv, {
    release: { type: 'string' },
    rules: { type: 'string' },
    data: { type: 'string' },
    infno: { type: 'string' },
  })
  const { infno } = values
  if (infno !== undefined && infno !== '3101' && infno !== '3102')
    throw new UsageError(`--infno 应为 3101 或 3102：${infno}`)
  return auditRequest({ request: required(positionals[0], '请求文件'), release: values.release, rules: values.rules, data: values.data, infno }) // prettier-ignore
}

function scan(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, {
    data: { type: 'string' },
    release: { type: 'string' },
    rules: { type: 'string' },
    only: { type: 'string' },
    out: { type: 'string' },
  })
  return scanLibrary({
    data: required(values.data, '--data'),
    release: values.release,
    rules: values.rules,
    only: values.only?.split(','),
    out: required(values.out, '--out'),
  })
}

function backtest(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, {
    data: { type: 'string' },
    rules: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
  })
  return backtestRule({
    rule: required(positionals[0], '规则'),
    data: required(values.data, '--data'),
    rules: values.rules,
    from: values.from,
    to: values.to,
    json: values.json ?? false,
  })
}

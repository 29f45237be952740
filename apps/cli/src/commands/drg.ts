import { readOptions, required, UsageError, type Command } from '../command.ts'

const SCHEME = { scheme: { type: 'string' }, overlay: { type: 'string' } } as const

/** Each action loads what it needs: grouping a file takes neither the time nor the memory of a database. */
export const drgCommand: Command = {
  usage: [
    'drg group CASES.csv[.gz] --scheme FOLDER [--overlay FOLDER] --out FILE [--trace FILE.jsonl] [--code-system 医保版|国临版]',
    'drg whatif CASE.json|CASES.csv --scheme FOLDER [--overlay FOLDER] [--weights FILE] --rate YUAN [--out FILE]',
    'drg lint FOLDER [--overlay FOLDER] [--weights FILE]',
    'drg diff A B [--cases FILE]',
    'drg compile FOLDER --out IMAGE',
    'drg weights --data DATA --scheme FOLDER [--overlay FOLDER] [--out weights.csv] [--options FILE.json]',
    'drg settle --data DATA --scheme FOLDER… [--overlay FOLDER…] --month YYYY-MM [--year YYYY] [--parameters FILE.yaml] [--weights FILE] --out FOLDER',
  ],
  async run([action, ...rest]) {
    if (action === 'group') {
      const { values, positionals } = readOptions(rest, {
        ...SCHEME,
        out: { type: 'string' },
        trace: { type: 'string' },
        'code-system': { type: 'string', default: '医保版' },
      })
      return (await import('./drg/group.ts')).group({
        file: required(positionals[0], '病例文件'),
        scheme: required(values.scheme, '--scheme'),
        overlay: values.overlay,
        out: required(values.out, '--out'),
        trace: values.trace,
        codeSystem: values['code-system'],
      })
    }
    if (action === 'whatif') {
      const { values, positionals } = readOptions(rest, {
        ...SCHEME,
        weights: { type: 'string' },
        rate: { type: 'string' },
        out: { type: 'string' },
      })
      return (await import('./drg/what-if.ts')).whatIf({
        file: required(positionals[0], '病例文件'),
        scheme: required(values.scheme, '--scheme'),
        overlay: values.overlay,
        weights: values.weights,
        rate: required(values.rate, '--rate'),
        out: values.out,
      })
    }
    if (action === 'lint') {
      const { values, positionals } = readOptions(rest, { overlay: { type: 'string' }, weights: { type: 'string' } })
      return (await import('./drg/lint.ts')).lint({
        folder: required(positionals[0], '分组方案'),
        overlay: values.overlay,
        weights: values.weights,
      })
    }
    if (action === 'diff') {
      const { values, positionals } = readOptions(rest, { cases: { type: 'string' } })
      return (await import('./drg/diff.ts')).diff({ a: required(positionals[0], '分组方案'), b: required(positionals[1], '另一分组方案'), cases: values.cases }) // prettier-ignore
    }
    if (action === 'compile') {
      const { values, positionals } = readOptions(rest, { out: { type: 'string' } })
      return (await import('./drg/lint.ts')).compile(
        required(positionals[0], '分组方案'),
        required(values.out, '--out'),
      )
    }
    if (action === 'weights') return (await import('./drg/weights.ts')).weigh(rest)
    if (action === 'settle') return (await import('./drg/settle.ts')).settle(rest)
    throw new UsageError(`drg 之后应为 group、whatif、lint、diff、compile、weights 或 settle：${action ?? ''}`)
  },
}

import type { Engine } from '@yijian/warehouse'

export interface ReadContext {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly engine: () => Promise<Engine>
}

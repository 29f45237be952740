import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Moment, Page } from '../platform/index.ts'

export const MAPPING_STATES = { open: '待确认', confirmed: '已确认', none: '确认不映射' } as const
const State = z.enum(['open', 'confirmed', 'none'])
const Kind = z.enum(['dx', 'op'])
export const MAPPING_KINDS = { dx: '诊断', op: '手术操作' } as const

export const MappingRow = z.object({
  mappingId: z.string(),
  kind: Kind,
  /** Code and name as the records have them; one of them may be empty. */
  code: z.string(),
  name: z.string(),
  /** Records or cases that carry it, and cases whose main diagnosis or operation it is. */
  cases: z.number(),
  mains: z.number(),
  suggestions: z.array(z.object({ code: z.string(), name: z.string(), score: z.number(), why: z.string() })),
  state: State,
  target: z.string().nullable(),
  targetName: z.string(),
  note: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: Moment.nullable(),
})
export type MappingRow = z.infer<typeof MappingRow>

const query = z.object({ ...Page.shape, state: State.optional(), kind: Kind.optional(), q: z.string().max(60).optional() }) // prettier-ignore
const answer = z.object({
  rows: z.array(MappingRow),
  total: z.number(),
  counts: z.object({ open: z.number(), confirmed: z.number(), none: z.number() }),
})

export const mappingEndpoints = endpoints({
  listMappings: {
    method: 'GET',
    path: '/api/drg/mappings',
    summary: '历史编码映射',
    permission: 'drg.read',
    query,
    response: answer,
  },
  gatherMappings: {
    method: 'POST',
    path: '/api/drg/mappings/gather',
    summary: '收集编码库外的编码，或上传历史编码清单',
    permission: 'drg.manage',
    /** CSV `kind,code,name,n`; empty: only the codes of the cases that no dictionary knows. */
    body: z.object({ csv: z.string().max(5_000_000).default('') }),
    response: z.object({ found: z.number(), added: z.number(), refused: z.array(z.object({ line: z.number(), reason: z.string() })) }), // prettier-ignore
  },
  mappingsFile: {
    method: 'GET',
    path: '/api/drg/mappings/file',
    summary: '已确认的编码对照（csv）',
    permission: 'drg.read',
    query: z.object({ kind: Kind.default('dx') }),
  },
  panelMappings: {
    method: 'GET',
    path: '/api/drg/panel/mappings',
    summary: '待我确认的编码映射',
    permission: 'drg.review',
    query,
    response: answer,
  },
  searchIcdCodes: {
    method: 'GET',
    path: '/api/drg/panel/codes',
    summary: '查找医保版编码',
    permission: 'drg.review',
    query: z.object({ kind: Kind, q: z.string().min(1).max(60) }),
    response: z.object({ rows: z.array(z.object({ code: z.string(), name: z.string() })) }),
  },
  /** An expert confirms a target, or that there is none; may be changed until the cases are frozen. */
  decideMapping: {
    method: 'POST',
    path: '/api/drg/panel/mappings/:mappingId',
    summary: '确认编码映射',
    permission: 'drg.review',
    params: z.object({ mappingId: z.string().max(60) }),
    body: z.object({ target: z.string().max(40).nullable(), note: z.string().max(300).default('') }),
    response: MappingRow,
  },
})

import { describe, expect, it } from 'vitest'
import { ClientError, errorFromNetwork, errorFromResponse, isTransient, toClientError } from './client-error.ts'

describe('errors of the server', () => {
  it.each([
    [400, 'invalid'],
    [401, 'signed-out'],
    [403, 'denied'],
    [404, 'missing'],
    [409, 'conflict'],
    [429, 'unavailable'],
    [503, 'unavailable'],
    [500, 'defect'],
    [418, 'defect'],
  ])('%i is %s', (status, kind) => {
    expect(errorFromResponse(status, null).kind).toBe(kind)
  })

  it('keeps code, message, details and trace id of our body', () => {
    const error = errorFromResponse(409, {
      code: 'parameters.changed',
      message: '参数已被他人修改。',
      traceId: 'abc',
      details: { version: 4 },
    })
    expect(error).toMatchObject({ code: 'parameters.changed', message: '参数已被他人修改。', traceId: 'abc' })
    expect(error.details).toEqual({ version: 4 })
  })

  it.each([null, 'text', [], { message: '' }, { message: 7, code: null }])(
    'has words of its own for the body %j',
    (body) => {
      const error = errorFromResponse(502, body)
      expect(error.message).toContain('稍后重试')
      expect(error.code).toBe('http.502')
      expect(error.traceId).toBeNull()
    },
  )
})

it('shows anything else that was thrown without leaking it', () => {
  expect(toClientError(new TypeError('x is undefined')).message).not.toContain('undefined')
  const known = new ClientError({ kind: 'missing', code: 'a', message: '没有' })
  expect(toClientError(known)).toBe(known)
})

it('tries again only where that can help', () => {
  expect(isTransient(errorFromNetwork())).toBe(true)
  expect(isTransient(errorFromResponse(503, null))).toBe(true)
  expect(isTransient(errorFromResponse(404, null))).toBe(false)
  expect(isTransient(new Error('x'))).toBe(false)
})

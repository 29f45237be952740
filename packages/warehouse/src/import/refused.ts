import { AppError } from '@yijian/kernel'

/** A file that is not what it says: none of it goes in, the other files do. The message is the one line the user reads. */
export function refused(reason: string): AppError {
  return new AppError('invalid', 'import.file-refused', reason)
}

export function isRefused(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'import.file-refused'
}

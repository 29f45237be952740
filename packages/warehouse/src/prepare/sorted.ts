/** Order of the settlements: by person and time, so that a person's rows lie together. Their place is the surrogate sid. */
export const SORTED_BY = 'pid, setl_time, setl_id'

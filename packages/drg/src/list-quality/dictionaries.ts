/** Code lists that are the same everywhere; sites add theirs (国籍、民族、科别、…). A field without code list "cannot be told". */
export const LIST_DICTIONARIES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    gend: ['0', '1', '2', '9'],
    adm_way: ['1', '2', '3', '9'],
    dscg_way: ['1', '2', '3', '4', '5', '9'],
    ipt_med_type: ['1', '2'],
    diag_type: ['1', '2', '3'],
    adm_cond_type: ['1', '2', '3', '4'],
    oprn_oprt_type: ['1', '2'],
    hi_paymtd: ['1', '2', '3', '4', '5', '6', '9'],
    med_chrgitm: ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14'],
    prfs: ['11', '13', '17', '21', '24', '27', '31', '37', '51', '54', '70', '80', '90'],
    patn_cert_type: ['01', '02', '03', '04', '05', '06', '07', '08', '99'],
    trt_type: ['10', '21', '22', '30'],
  }).map(([id, codes]) => [id, new Set(codes)]),
)

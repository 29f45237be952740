SELECT item_id, item_code FROM item WHERE unlisted

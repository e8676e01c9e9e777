//! Digits, ASCII, full-width and Chinese.

/// The number a text starts with: its value, how many digits it was written with, its length in bytes.
pub(super) fn digits(text: &str) -> Option<(u32, usize, usize)> {
    let (mut value, mut count, mut length) = (0u32, 0, 0);
    for c in text.chars() {
        let digit = match c {
            '0'..='9' => c as u32 - '0' as u32,
            '０'..='９' => c as u32 - '０' as u32,
            _ => break,
        };
        value = value.saturating_mul(10).saturating_add(digit);
        count += 1;
        length += c.len_utf8();
    }
    (count > 0).then_some((value, count, length))
}

/// The Chinese numeral a text starts with, up to 99: 二, 两, 十, 十二, 二十, 三十一.
pub(super) fn chinese(text: &str) -> Option<(u32, usize)> {
    let mut chars = text.chars().peekable();
    let mut length = 0;
    let mut value = 0;
    let mut unit = |c: Option<&char>| -> Option<u32> {
        let n = match *c? {
            '一' => 1,
            '二' | '两' | '兩' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            _ => return None,
        };
        length += '一'.len_utf8();
        Some(n)
    };
    let tens = unit(chars.peek());
    if tens.is_some() {
        chars.next();
    }
    let ten = chars.next_if_eq(&'十').is_some();
    if ten {
        value += tens.unwrap_or(1) * 10 + unit(chars.peek()).unwrap_or(0);
        length += '十'.len_utf8();
        return Some((value, length));
    }
    tens.map(|n| (n, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_count_to_99() {
        let value = |text| chinese(text).map(|(n, length)| (n, length / 3));
        assert_eq!(value("两点"), Some((2, 1)));
        assert_eq!(value("十点"), Some((10, 1)));
        assert_eq!(value("十二点"), Some((12, 2)));
        assert_eq!(value("二十"), Some((20, 2)));
        assert_eq!(value("三十一日"), Some((31, 3)));
        assert_eq!(value("点"), None);
    }

    #[test]
    fn digits_may_be_full_width() {
        assert_eq!(digits("１０点"), Some((10, 2, 6)));
        assert_eq!(digits("0900@London"), Some((900, 4, 4)));
    }
}

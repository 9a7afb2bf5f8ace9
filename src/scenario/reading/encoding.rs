//! Bytes into text: UTF-8 with or without a byte order mark; other encodings are recognised and named.

use crate::scenario::diagnosis::Complaint;

/// The text, or what is wrong and at which byte.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, (usize, Complaint)> {
    let remedy = "save it as UTF-8 (in Excel: \"CSV UTF-8\")";
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((0, Complaint::new("", "is in UTF-16, and must be in UTF-8").remedy(remedy)));
    }
    if !bytes.is_empty() && bytes.iter().take(4096).filter(|byte| **byte == 0).count() * 4 > bytes.len().min(4096) {
        return Err((0, Complaint::new("", "seems to be in UTF-16, and must be in UTF-8").remedy(remedy)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (_, failed) = encoding_rs::GBK.decode_without_bom_handling(error.as_bytes());
            let rule = if failed {
                "is not text in UTF-8".to_owned()
            } else {
                "seems to be in GBK, and must be in UTF-8".to_owned()
            };
            Err((at, Complaint::new("", rule).remedy(remedy)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_with_and_without_a_mark_is_read() {
        assert_eq!(decode("日期".into()), Ok("日期".to_owned()));
        assert_eq!(decode(b"\xEF\xBB\xBFdate".to_vec()), Ok("date".to_owned()));
        assert_eq!(decode(Vec::new()), Ok(String::new()));
    }

    #[test]
    fn gbk_and_utf16_are_named() {
        let (gbk, _, _) = encoding_rs::GBK.encode("日期,包裹\n");
        let (at, complaint) = decode(gbk.into_owned()).unwrap_err();
        assert_eq!((at, complaint.rule.as_str()), (0, "seems to be in GBK, and must be in UTF-8"));
        let utf16: Vec<u8> = "date".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(decode(utf16).unwrap_err().1.rule.contains("UTF-16"));
        assert!(decode(b"\xFF\xFEd\0".to_vec()).unwrap_err().1.rule.contains("UTF-16"));
        assert_eq!(decode(b"ab\xFFcd".to_vec()).unwrap_err().1.rule, "is not text in UTF-8");
    }
}

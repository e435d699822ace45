//! The kit inside the program: 97 one-shots under the names that performers type.
//!
//! ```text
//! bd 17 kicks   sn 10 snares   hh oh cp lt mt ht cr cy rim cb   tabla 26   perc bleep bell bass misc vinyl
//! ```
//!
//! Public domain; whom to thank stands in `kit/README.md`. Compressed here, decoded when first played.

/// A file of the kit: its name, and FLAC.
pub(super) type File = (&'static str, &'static [u8]);

macro_rules! kit {
    ($($bank:literal: $($file:literal)+;)*) => {
        &[$(($bank, &[$((
            concat!($bank, "/", $file, ".flac"),
            include_bytes!(concat!("../../../kit/", $bank, "/", $file, ".flac")),
        )),+])),*]
    };
}

/// The banks and their files.
pub(super) static BANKS: &[(&str, &[File])] = kit! {
    "bd": "00-bd_haus" "01-bd_808" "02-bd_tek" "03-bd_fat" "04-bd_klub" "05-bd_zum" "06-bd_ada" "07-bd_boom"
        "08-bd_gas" "09-bd_pure" "10-bd_sone" "11-bd_zome" "12-drum_heavy_kick" "13-drum_bass_hard"
        "14-drum_bass_soft" "15-elec_hollow_kick" "16-elec_soft_kick";
    "sn": "00-sn_dub" "01-sn_dolf" "02-drum_snare_hard" "03-drum_snare_soft" "04-sn_zome" "05-elec_snare"
        "06-elec_hi_snare" "07-elec_mid_snare" "08-elec_lo_snare" "09-elec_filt_snare";
    "hh": "00-drum_cymbal_closed" "01-drum_cymbal_pedal" "02-elec_tick" "03-elec_cymbal";
    "oh": "00-drum_cymbal_open";
    "cp": "00-perc_snap" "01-perc_snap2";
    "lt": "00-drum_tom_lo_hard" "01-drum_tom_lo_soft";
    "mt": "00-drum_tom_mid_hard" "01-drum_tom_mid_soft" "02-elec_fuzz_tom";
    "ht": "00-drum_tom_hi_hard" "01-drum_tom_hi_soft";
    "cr": "00-drum_splash_hard" "01-drum_splash_soft";
    "cy": "00-drum_cymbal_hard" "01-drum_cymbal_soft";
    "rim": "00-elec_wood" "01-elec_pop";
    "cb": "00-drum_cowbell";
    "tabla": "00-tabla_na" "01-tabla_tun1" "02-tabla_ghe1" "03-tabla_ke1" "04-tabla_te1" "05-tabla_dhec"
        "06-tabla_re" "07-tabla_tas1" "08-tabla_na_o" "09-tabla_na_s" "10-tabla_tun2" "11-tabla_tun3" "12-tabla_ghe2"
        "13-tabla_ghe3" "14-tabla_ghe4" "15-tabla_ghe5" "16-tabla_ghe6" "17-tabla_ghe7" "18-tabla_ghe8"
        "19-tabla_ke2" "20-tabla_ke3" "21-tabla_te2" "22-tabla_te_m" "23-tabla_te_ne" "24-tabla_tas2" "25-tabla_tas3";
    "perc": "00-perc_till" "01-perc_swash" "02-elec_triangle" "03-elec_bong";
    "bleep": "00-elec_beep" "01-elec_blip" "02-elec_blip2" "03-elec_blup" "04-elec_plip" "05-elec_flip"
        "06-elec_twip" "07-elec_ping" "08-elec_twang";
    "bell": "00-elec_bell" "01-elec_chime";
    "bass": "00-bass_dnb_f" "01-bass_hit_c" "02-bass_voxy_hit_c" "03-bass_woodsy_c";
    "misc": "00-misc_crow" "01-misc_burp";
    "vinyl": "00-vinyl_scratch" "01-vinyl_backspin";
};

/// Other names for the banks, as performers and other kits call them.
pub(super) const ALIASES: [(&str, &str); 16] = [
    ("kick", "bd"),
    ("808bd", "bd"),
    ("sd", "sn"),
    ("snare", "sn"),
    ("808sd", "sn"),
    ("hc", "hh"),
    ("hat", "hh"),
    ("hh27", "hh"),
    ("ho", "oh"),
    ("clap", "cp"),
    ("rs", "rim"),
    ("crash", "cr"),
    ("ride", "cy"),
    ("cowbell", "cb"),
    ("tom", "mt"),
    ("tabla2", "tabla"),
];

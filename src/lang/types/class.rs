//! The closed set of classes, and which types belong to them.
//!
//! ```text
//! instance(Num, "Pattern") = [(0, Num)]       patterns are numbers where their elements are
//! ```

/// A class of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// `+ - *` and whole numerals.
    Num,
    /// `/` and numerals with a point.
    Fractional,
    /// `sqrt`, `sin`, `**`.
    Floating,
    /// `div`, `mod`.
    Integral,
    /// Can be turned into a fraction.
    Real,
    /// `floor`, `round`.
    RealFrac,
    /// `fmap`, `<$>`.
    Functor,
    /// `pure`, `<*>`.
    Applicative,
    /// `>>=`, `do`.
    Monad,
    /// `<>`.
    Semigroup,
    /// `mempty`.
    Monoid,
    /// `foldr`, `sum`, `length`.
    Foldable,
    /// `==`.
    Eq,
    /// `<`, `max`.
    Ord,
    /// `show`.
    Show,
    /// Ranges, `toEnum`.
    Enum,
    /// What mini-notation can hold.
    Parseable,
    /// What `#` can join.
    Unionable,
    /// What a string can stand for.
    IsString,
    /// What can name a slot: a number, a text.
    Slot,
}

impl Class {
    /// The class of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Num" => Self::Num,
            "Fractional" => Self::Fractional,
            "Floating" => Self::Floating,
            "Integral" => Self::Integral,
            "Real" => Self::Real,
            "RealFrac" => Self::RealFrac,
            "Functor" => Self::Functor,
            "Applicative" => Self::Applicative,
            "Monad" => Self::Monad,
            "Semigroup" => Self::Semigroup,
            "Monoid" => Self::Monoid,
            "Foldable" | "Traversable" => Self::Foldable,
            "Eq" => Self::Eq,
            "Ord" => Self::Ord,
            "Show" => Self::Show,
            "Enum" | "Bounded" => Self::Enum,
            "Parseable" | "Enumerable" => Self::Parseable,
            "Unionable" => Self::Unionable,
            "IsString" => Self::IsString,
            "Slot" => Self::Slot,
            _ => return None,
        })
    }

    /// What a member of the class is, for messages: `a number`.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Num => "a number",
            Self::Fractional | Self::Floating => "a number with a point",
            Self::Integral => "a whole number",
            Self::Real | Self::RealFrac => "a plain number",
            Self::Functor | Self::Applicative | Self::Monad => "a pattern or a list",
            Self::Semigroup | Self::Monoid => "something that can be joined",
            Self::Foldable => "a list",
            Self::Eq => "something that can be compared",
            Self::Ord => "something that has an order",
            Self::Show => "something that can be shown",
            Self::Enum => "something that can be counted through",
            Self::Parseable => "something that stands in mini-notation",
            Self::Unionable => "something that `#` can join",
            Self::IsString => "a string",
            Self::Slot => "a slot's name or number",
        }
    }
}

const NONE: &[(usize, Class)] = &[];

/// The same of every part.
const fn each(class: Class) -> [(usize, Class); 7] {
    [(0, class), (1, class), (2, class), (3, class), (4, class), (5, class), (6, class)]
}

static EQ: [(usize, Class); 7] = each(Class::Eq);
static ORD: [(usize, Class); 7] = each(Class::Ord);
static SHOW: [(usize, Class); 7] = each(Class::Show);

/// What a type with this head needs of its arguments to belong to the class; `None` where it does not belong.
pub(crate) fn instance(class: Class, head: &str) -> Option<&'static [(usize, Class)]> {
    use Class as C;
    let number = matches!(head, "Int" | "Integer" | "Double" | "Timbre" | "Rational" | "Note");
    let point = matches!(head, "Double" | "Timbre" | "Rational" | "Note");
    let tuple: Option<usize> = head.strip_prefix("(,").map(|rest| rest.len() + 1);
    match class {
        C::Num if number || matches!(head, "ValueMap" | "ID") => Some(NONE),
        C::Num if head == "Pattern" => Some(&[(0, C::Num)]),
        C::Fractional if point || head == "ValueMap" => Some(NONE),
        C::Fractional if head == "Pattern" => Some(&[(0, C::Fractional)]),
        C::Floating if matches!(head, "Double" | "Timbre" | "Note" | "ValueMap") => Some(NONE),
        C::Floating if head == "Pattern" => Some(&[(0, C::Floating)]),
        // Tidal counts its notes among the whole numbers, so that `floor` can give one.
        C::Integral if matches!(head, "Int" | "Integer" | "Note") => Some(NONE),
        C::Integral if head == "Pattern" => Some(&[(0, C::Integral)]),
        C::Real if number => Some(NONE),
        C::RealFrac if point => Some(NONE),
        C::Functor if matches!(head, "Pattern" | "[]" | "Maybe" | "Either" | "IO" | "->" | "(,)" | "Event") => {
            Some(NONE)
        }
        C::Applicative | C::Monad if matches!(head, "Pattern" | "[]" | "Maybe" | "Either" | "IO" | "->") => Some(NONE),
        C::Semigroup | C::Monoid if matches!(head, "[]" | "Pattern" | "()" | "ValueMap" | "IO" | "Ordering") => {
            Some(NONE)
        }
        C::Semigroup if head == "->" => Some(&[(1, C::Semigroup)]),
        C::Monoid if head == "->" => Some(&[(1, C::Monoid)]),
        C::Foldable if matches!(head, "[]" | "Maybe") => Some(NONE),
        C::Eq | C::Ord | C::Show if number || matches!(head, "Bool" | "Char" | "()" | "ID" | "Ordering") => Some(NONE),
        C::Eq | C::Show if matches!(head, "ValueMap" | "Arc") => Some(NONE),
        C::Eq if matches!(head, "[]" | "Maybe" | "Down") => Some(&[(0, C::Eq)]),
        C::Ord if matches!(head, "[]" | "Maybe" | "Down" | "Pattern") => Some(&[(0, C::Ord)]),
        C::Show if matches!(head, "[]" | "Maybe" | "Down" | "Pattern") => Some(&[(0, C::Show)]),
        C::Eq if head == "Either" || tuple.is_some() => EQ.get(..tuple.unwrap_or(2)),
        C::Ord if head == "Either" || tuple.is_some() => ORD.get(..tuple.unwrap_or(2)),
        C::Show if head == "Either" || tuple.is_some() => SHOW.get(..tuple.unwrap_or(2)),
        C::Enum if number || matches!(head, "Bool" | "Char") => Some(NONE),
        C::Enum if head == "Pattern" => Some(&[(0, C::Enum)]),
        // A list is in these only as a list of characters; the solver sees to that.
        C::Parseable if number || matches!(head, "Bool" | "Char" | "ValueMap" | "[]") => Some(NONE),
        C::IsString if matches!(head, "[]" | "ID") => Some(NONE),
        C::IsString if head == "Pattern" => Some(&[(0, C::Parseable)]),
        C::Slot if matches!(head, "Int" | "Integer" | "ID" | "[]") => Some(NONE),
        C::Unionable => Some(NONE),
        _ => None,
    }
}

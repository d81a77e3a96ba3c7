namespace Orchestrator.Trust.Primitives;

/// <summary>Why an RSA key isn't acceptable.</summary>
public enum RsaKeyFlaw
{
    None = 0,

    /// <summary>Not a strict DER SubjectPublicKeyInfo of an RSA key.</summary>
    Malformed,

    /// <summary>Fewer than 3072 bits.</summary>
    TooSmall,

    /// <summary>More than 8192 bits: costs time and gains nothing.</summary>
    TooLarge,

    /// <summary>A length that isn't whole bytes.</summary>
    OddLength,

    /// <summary>Another public exponent than 65537.</summary>
    WrongExponent,

    /// <summary>An even modulus.</summary>
    EvenModulus,

    /// <summary>The modulus has a small prime factor.</summary>
    SmallFactor,

    /// <summary>The factors lie so close together that Fermat's method finds them.</summary>
    CloseFactors,

    /// <summary>The modulus bears the fingerprint of a broken prime generator (CVE-2017-15361).</summary>
    BrokenGenerator,

    /// <summary>The library that serves has rules of its own, and the key breaks them.</summary>
    RefusedByProvider,
}

namespace Orchestrator.Trust;

/// <summary>Why a piece of trust material was refused. The names go into logs and audit records, so they never change their meaning.</summary>
public enum TrustFault
{
    /// <summary>A length is outside what the primitive takes.</summary>
    WrongLength,

    /// <summary>A label is empty, too long, or not plain ASCII.</summary>
    BadLabel,

    /// <summary>A public or private key breaks the rules for keys.</summary>
    BadKey,

    /// <summary>Bytes don't have the shape that they should have.</summary>
    Malformed,

    /// <summary>What should have been signed by a known key wasn't, or was changed.</summary>
    BadSignature,

    /// <summary>A password or passphrase doesn't open what it should open.</summary>
    WrongPassphrase,

    /// <summary>The object was disposed: its key no longer exists.</summary>
    KeyGone,

    /// <summary>A value lies outside its allowed range.</summary>
    OutOfRange,

    /// <summary>A file can't be read or is missing.</summary>
    Unreadable,

    /// <summary>A primitive failed its self-test.</summary>
    SelfTestFailed,
}

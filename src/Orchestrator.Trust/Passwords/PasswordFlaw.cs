namespace Orchestrator.Trust.Passwords;

/// <summary>Why a password can't be set.</summary>
public enum PasswordFlaw
{
    None = 0,

    TooShort,

    TooLong,

    /// <summary>Broken text (half a character) or a control character.</summary>
    NotText,
}

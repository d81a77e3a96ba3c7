namespace Orchestrator.Trust.Passwords;

/// <summary>Outcome of a password check.</summary>
public enum PasswordCheck
{
    Wrong = 0,

    Right,

    /// <summary>Right, but the stored hash has older parameters: hash again and store.</summary>
    RightNeedsRehash,
}

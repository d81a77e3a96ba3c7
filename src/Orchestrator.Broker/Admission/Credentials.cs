namespace Orchestrator.Broker.Admission;

/// <summary>What a person gives to prove himself, and from where.</summary>
/// <param name="Account">The name as typed.</param>
/// <param name="Password">Something that he knows.</param>
/// <param name="SecondFactor">Something that he has: a one-time code, or a recovery code.</param>
/// <param name="Device">The computer, by the key that proved itself.</param>
/// <param name="Address">For counting sources and for requests of consoles.</param>
internal sealed record Credentials(string Account, string Password, string SecondFactor, SignInDevice Device, string Address)
{
    /// <summary>Without secrets.</summary>
    public override string ToString() => $"Credentials {{ Account = {Account}, Address = {Address} }}";
}

/// <summary>The computer from which somebody signs in.</summary>
internal readonly record struct SignInDevice
{
    /// <summary>Under it failures of commands at the broker are counted.</summary>
    public const string LocalName = "local";

    private SignInDevice(string? fingerprint) => Fingerprint = fingerprint;

    /// <summary>A command in the broker's own data folder: whoever may write there needs no console.</summary>
    public static SignInDevice Local => default;

    /// <summary>Of the console's key, lower-case hex; null for a command at the broker.</summary>
    public string? Fingerprint { get; }

    /// <summary>A console, by the key that authenticated its link.</summary>
    public static SignInDevice Console(string fingerprint) => new(fingerprint);
}

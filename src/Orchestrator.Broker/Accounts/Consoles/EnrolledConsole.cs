using System.Text.Json.Serialization;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Consoles;

/// <summary>A console's key of one person, as the store has it.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Fingerprint">SHA-256 of SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="State">Whether it counts.</param>
/// <param name="Address">From where it was seen first.</param>
/// <param name="RequestedAt">When that was.</param>
public sealed record EnrolledConsole(string Account, string Fingerprint, ConsoleState State, string Address, DateTimeOffset RequestedAt)
{
    /// <summary>What people compare.</summary>
    public string Short => ShortFingerprint.Of(Fingerprint);
}

/// <summary>Whether a console counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsoleState>))]
public enum ConsoleState
{
    /// <summary>Never seen with a right password and code.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>Its owner asks for it; somebody else must approve it.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>It signs its owner in.</summary>
    [JsonStringEnumMemberName("approved")]
    Approved,

    /// <summary>It lost every right, for ever.</summary>
    [JsonStringEnumMemberName("revoked")]
    Revoked,
}

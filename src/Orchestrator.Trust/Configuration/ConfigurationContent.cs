using System.Text.Json.Serialization;

namespace Orchestrator.Trust.Configuration;

/// <summary>
/// The configuration as it stands in the file: JSON with exactly these members. Binary values are base64. <see cref="ConfigurationFile"/> signs it,
/// <see cref="ConfigurationLoader"/> turns it into a <see cref="ClientConfiguration"/>.
/// </summary>
public sealed record ConfigurationContent
{
    /// <summary>The vendor's name, as the operator reads it.</summary>
    [JsonRequired]
    public required string Organisation { get; init; }

    /// <summary>When it was signed, UTC.</summary>
    [JsonRequired]
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>DNS names of the brokers, lower case, in the order in which they are tried.</summary>
    [JsonRequired]
    public required IReadOnlyList<string> BrokerNames { get; init; }

    [JsonRequired]
    public required int Port { get; init; }

    /// <summary>Certificates (DER) that the outer TLS accepts besides the platform's, for the broker names only.</summary>
    [JsonRequired]
    public required IReadOnlyList<byte[]> OuterTlsRoots { get; init; }

    /// <summary>What is known of the servers' outer certificates; absent where nothing is, which programs before this member take, too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OuterTlsContent? OuterTls { get; init; }

    /// <summary>The root's certificate (DER).</summary>
    [JsonRequired]
    public required byte[] RootCertificate { get; init; }

    /// <summary>The issuing key's certificate (DER).</summary>
    [JsonRequired]
    public required byte[] IssuingCertificate { get; init; }

    /// <summary>The oldest client that may run, as major.minor.patch.</summary>
    [JsonRequired]
    public required string MinimumClientVersion { get; init; }

    /// <summary>The Ed25519 key of the broker's log, 32 bytes.</summary>
    [JsonRequired]
    public required byte[] BrokerLogKey { get; init; }

    [JsonRequired]
    public required PolicyContent Policy { get; init; }
}

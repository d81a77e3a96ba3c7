using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Broker.Settings;

/// <summary>What <c>broker.json</c> in the data folder says. Written by <c>init</c>; a person may change the audit sinks.</summary>
public sealed record BrokerSettings
{
    /// <summary>Of this file's layout.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Audit sinks at one time: each is a reader of the whole log.</summary>
    internal const int MaxSinks = 8;

    private const int MaxBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Layout of this file.</summary>
    [JsonRequired]
    public required int Version { get; init; }

    /// <summary>DNS name that both ends dial; stands in certificates and tickets.</summary>
    [JsonRequired]
    public required string Domain { get; init; }

    /// <summary>The vendor, as operators read it.</summary>
    [JsonRequired]
    public required string Organisation { get; init; }

    /// <summary>Port that the clients' configuration names.</summary>
    [JsonRequired]
    public required int Port { get; init; }

    /// <summary>Further places that the broker's records go to; each plugin at most once.</summary>
    public IReadOnlyList<AuditSinkSetting> AuditSinks { get; init; } = [];

    /// <summary>Which instruments' programs get a session; any, as long as nothing is listed.</summary>
    public InstrumentSettings Instruments { get; init; } = new();

    /// <summary>The file's bytes.</summary>
    internal byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="BrokerException">The file is missing, or says something that this version doesn't know.</exception>
    internal static BrokerSettings Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes)
            {
                throw new BrokerException(ExitCode.DataFolder, $"There are no settings at {path}. Name the folder that `orchestrator-broker init` made.");
            }

            var settings = JsonSerializer.Deserialize<BrokerSettings>(File.ReadAllBytes(path), Json) ?? throw new JsonException("Nothing in it.");
            return settings.Flaw() is { } flaw
                ? throw new BrokerException(ExitCode.DataFolder, $"The settings {path} can't be used: {flaw} Correct the file.")
                : settings;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(
                ExitCode.DataFolder, $"The settings {path} can't be read: a value is missing, unknown, doubled or of the wrong kind. Correct the file or restore it.", e);
        }
    }

    private string? Flaw()
    {
        if (Version != CurrentVersion)
        {
            return $"it has version {Version}, and this program knows {CurrentVersion}.";
        }

        if (!DnsName.IsValid(Domain) || !SafeText.IsSafe(Organisation, 100) || Port is < 1 or > 65535)
        {
            return "'domain', 'organisation' or 'port' is outside its limits.";
        }

        return AuditSinks.Count > MaxSinks || AuditSinks.DistinctBy(s => s.Plugin).Count() != AuditSinks.Count
            ? $"'auditSinks' names a plugin twice, or more than {MaxSinks}."
            : Instruments.Flaw();
    }
}

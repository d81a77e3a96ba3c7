using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Orchestrator.Plugins.Shared.Settings;

namespace Orchestrator.Plugins.Audit.Syslog;

/// <summary>What the settings of the sink say, as they are written.</summary>
/// <param name="Host">DNS name or address of the receiver; its certificate carries it.</param>
/// <param name="Port">Port.</param>
/// <param name="RootsFile">PEM of the only roots that count; absent: the system's.</param>
/// <param name="ClientCertificateFile">PEM of this program's own certificate.</param>
/// <param name="ClientKeyFile">PEM of its key; absent: it is in the certificate's file.</param>
/// <param name="AppName">APP-NAME of each message.</param>
/// <param name="HostName">HOSTNAME of each message; absent: this machine's.</param>
/// <param name="Facility">Facility, by its name.</param>
/// <param name="DataId">SD-ID of our own structured data. 32473 is the number that is kept for examples: who has one of his own names it.</param>
/// <param name="MaxMessageBytes">What the receiver takes as one message.</param>
internal sealed partial record SyslogSettings(
    string Host,
    int Port = 6514,
    string? RootsFile = null,
    string? ClientCertificateFile = null,
    string? ClientKeyFile = null,
    string AppName = "orchestrator-broker",
    string? HostName = null,
    string Facility = "audit",
    string DataId = "orchestrator@32473",
    int MaxMessageBytes = 64 * 1024)
{
    private const string Sink = "syslog";

    // RFC 5424: receivers must take 480 bytes; a message without its text must fit whatever the log is called.
    private const int SmallestMessage = 8192;
    private const int LargestMessage = 1024 * 1024;

    // RFC 5424, section 6.2.1; those that a record could reasonably have.
    private static readonly Dictionary<string, int> Facilities = new(StringComparer.Ordinal)
    {
        ["user"] = 1, ["daemon"] = 3, ["auth"] = 4, ["authpriv"] = 10, ["audit"] = 13,
        ["local0"] = 16, ["local1"] = 17, ["local2"] = 18, ["local3"] = 19, ["local4"] = 20, ["local5"] = 21, ["local6"] = 22, ["local7"] = 23,
    };

    /// <summary>Facility's number.</summary>
    [JsonIgnore]
    public int FacilityNumber => Facilities[Facility];

    /// <summary>For sentences.</summary>
    [JsonIgnore]
    public string Where => $"{Host}:{Port}";

    /// <summary>Reads and judges them.</summary>
    /// <exception cref="InvalidOperationException">The sentence says what is wrong.</exception>
    public static SyslogSettings Read(ReadOnlyMemory<byte> json)
    {
        var settings = StrictSettings.Read(json, Sink, SyslogJson.Default.SyslogSettings);
        StrictSettings.Require(Name().IsMatch(settings.Host), Sink, "\"host\" must be one DNS name or address");
        StrictSettings.Require(settings.Port is > 0 and <= 65535, Sink, "\"port\" must be 1 to 65535");
        StrictSettings.Require(Printable().IsMatch(settings.AppName) && settings.AppName.Length <= 48, Sink, "\"appName\" must be 1 to 48 printable ASCII characters without a blank");
        StrictSettings.Require(settings.HostName is not { } name || (Printable().IsMatch(name) && name.Length <= 255), Sink, "\"hostName\" must be 1 to 255 printable ASCII characters without a blank");
        StrictSettings.Require(Facilities.ContainsKey(settings.Facility), Sink, $"\"facility\" must be one of {string.Join(", ", Facilities.Keys)}");
        StrictSettings.Require(StructuredDataId().IsMatch(settings.DataId), Sink, "\"dataId\" must be a name, @ and an enterprise number, at most 32 characters");
        StrictSettings.Require(settings.MaxMessageBytes is >= SmallestMessage and <= LargestMessage, Sink, $"\"maxMessageBytes\" must be {SmallestMessage} to {LargestMessage}");
        StrictSettings.Require(settings.ClientKeyFile is null || settings.ClientCertificateFile is not null, Sink, "\"clientKeyFile\" needs \"clientCertificateFile\"");
        return settings;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\z|\A[0-9A-Fa-f:]{2,45}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[!-~]+\z")]
    private static partial Regex Printable();

    [GeneratedRegex(@"\A(?=.{3,32}\z)[A-Za-z][A-Za-z0-9_-]*@[0-9]+(\.[0-9]+)*\z")]
    private static partial Regex StructuredDataId();
}

/// <summary>Strict reading of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(SyslogSettings))]
internal sealed partial class SyslogJson : JsonSerializerContext;

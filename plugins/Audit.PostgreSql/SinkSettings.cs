using System.Net;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Orchestrator.Plugins.Shared.Settings;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>What the settings of the sink say, as they are written.</summary>
/// <param name="Host">DNS name or address; for <c>"tls": "local"</c> a loopback address or the folder of a Unix socket.</param>
/// <param name="Database">Database; it must be there.</param>
/// <param name="User">Role that signs in.</param>
/// <param name="PasswordFile">File with its password in the first line; none for a client certificate or the socket's own proof.</param>
/// <param name="Port">Port.</param>
/// <param name="Tls"><c>verified</c>: always checked. <c>local</c>: none, where no other machine can be at the other end.</param>
/// <param name="RootsFile">PEM of the only roots that count; absent: the system's.</param>
/// <param name="ClientCertificateFile">PEM of this program's own certificate.</param>
/// <param name="ClientKeyFile">PEM of its key; absent: it is in the certificate's file.</param>
/// <param name="Schema">Schema with the tables; made on first use.</param>
internal sealed partial record SinkSettings(
    string Host,
    string Database,
    string User,
    string? PasswordFile = null,
    int Port = 5432,
    string Tls = SinkSettings.Verified,
    string? RootsFile = null,
    string? ClientCertificateFile = null,
    string? ClientKeyFile = null,
    string Schema = "orchestrator_audit")
{
    private const string Verified = "verified";
    private const string Local = "local";
    private const string Sink = "PostgreSQL";

    /// <summary>True where nothing leaves this machine, and TLS would have nobody to name.</summary>
    [JsonIgnore]
    public bool IsLocal => Tls == Local;

    /// <summary>For sentences.</summary>
    [JsonIgnore]
    public string Where => $"{Host}:{Port}";

    /// <summary>Reads and judges them.</summary>
    /// <exception cref="InvalidOperationException">The sentence says what is wrong.</exception>
    public static SinkSettings Read(ReadOnlyMemory<byte> json)
    {
        var settings = StrictSettings.Read(json, Sink, SinkJson.Default.SinkSettings);
        var isSocket = settings.Host.StartsWith('/');
        StrictSettings.Require(isSocket || HostName().IsMatch(settings.Host), Sink, "\"host\" must be one DNS name, address, or absolute folder of a socket");
        StrictSettings.Require(settings.Port is > 0 and <= 65535, Sink, "\"port\" must be 1 to 65535");
        StrictSettings.Require(settings.Database.Length is > 0 and < 64 && settings.User.Length is > 0 and < 64, Sink, "\"database\" and \"user\" must have 1 to 63 characters");
        StrictSettings.Require(Identifier().IsMatch(settings.Schema), Sink, "\"schema\" must be lower case letters, digits and _, at most 40, and begin with a letter");
        StrictSettings.Require(settings.Tls is Verified or Local, Sink, "\"tls\" must be \"verified\" or \"local\"");
        StrictSettings.Require(!settings.IsLocal || isSocket || IsLoopback(settings.Host), Sink, "\"tls\": \"local\" is for a socket's folder or a loopback address (127.0.0.1, ::1); a name can lead elsewhere");
        StrictSettings.Require(settings.IsLocal || !isSocket, Sink, "PostgreSQL knows no TLS on a socket: say \"tls\": \"local\"");
        StrictSettings.Require(!settings.IsLocal || (settings.RootsFile ?? settings.ClientCertificateFile) is null, Sink, "certificates have no use with \"tls\": \"local\"");
        StrictSettings.Require(settings.ClientKeyFile is null || settings.ClientCertificateFile is not null, Sink, "\"clientKeyFile\" needs \"clientCertificateFile\"");
        return settings;
    }

    private static bool IsLoopback(string host) => IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);

    // No comma and no port in it: one server, not a list of which the wrong one may answer.
    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\z|\A[0-9A-Fa-f:]{2,45}\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex Identifier();
}

/// <summary>Strict reading of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(SinkSettings))]
internal sealed partial class SinkJson : JsonSerializerContext;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginFolders;

/// <summary>plugin-trust.json as it is written.</summary>
internal sealed record TrustText(TrustText.Publisher[]? Publishers = null, TrustText.Pin[]? Pins = null)
{
    // Companies that write plugins for one vendor's instruments; more is a mistake.
    private const int MaxPublishers = 64;
    private const int MaxPins = 256;

    /// <summary>One publisher.</summary>
    internal sealed record Publisher(string? Name = null, string? Key = null);

    /// <summary>One pin.</summary>
    internal sealed record Pin(string? Id = null, string? Version = null);

    /// <exception cref="PluginTrustException">Not a trust file.</exception>
    public static PluginTrust Read(ReadOnlySpan<byte> json, string where)
    {
        TrustText text;
        try
        {
            text = JsonSerializer.Deserialize(json, TrustJson.Default.TrustText) ?? throw Invalid(where, "it is empty");
        }
        catch (JsonException problem)
        {
            throw Invalid(where, $"it can't be read at line {problem.LineNumber + 1}, {(string.IsNullOrEmpty(problem.Path) ? "$" : problem.Path)}");
        }

        var publishers = (text.Publishers ?? throw Invalid(where, "\"publishers\" is missing")).Select(one => ToPublisher(one, where)).ToImmutableArray();
        var pins = (text.Pins ?? []).Select(one => ToPin(one, where)).ToImmutableArray();
        if (publishers.Length > MaxPublishers || pins.Length > MaxPins)
            throw Invalid(where, $"it has more than {MaxPublishers} publishers or {MaxPins} pins");
        if (publishers.DistinctBy(publisher => publisher.Key).Count() != publishers.Length)
            throw Invalid(where, "two publishers have the same key");
        return pins.DistinctBy(pin => pin.Id).Count() == pins.Length
            ? new PluginTrust(publishers, pins)
            : throw Invalid(where, "a plugin has two pins");
    }

    /// <summary>Its bytes.</summary>
    public static byte[] Write(PluginTrust trust)
    {
        var text = new TrustText(
            [.. trust.Publishers.Select(publisher => new Publisher(publisher.Name, publisher.Key.Hex))],
            [.. trust.Pins.Select(pin => new Pin(pin.Id, pin.Version.ToString()))]);
        return [.. JsonSerializer.SerializeToUtf8Bytes(text, TrustJson.Default.TrustText), (byte)'\n'];
    }

    private static TrustedPublisher ToPublisher(Publisher? text, string where)
    {
        if (!TrustedPublisher.IsName(text?.Name))
            throw Invalid(where, $"the \"name\" of a publisher must be {TrustedPublisher.NameRule}");
        return KeyFingerprint.TryParse(text!.Key, out var key)
            ? new TrustedPublisher(text.Name!, key)
            : throw Invalid(where, $"the \"key\" of {text.Name} must be the SHA-256 of the key in 64 lower-case hex digits");
    }

    private static VersionPin ToPin(Pin? text, string where) =>
        text is { Id: { } id, Version: { } version } && PluginIds.IsId(id) && PluginIds.TryParseVersion(version, out var lowest)
            ? new VersionPin(id, lowest)
            : throw Invalid(where, "a pin must have the \"id\" of a plugin and a \"version\" of 3 numbers joined by dots");

    private static PluginTrustException Invalid(string where, string what) => new($"The trust file {where} is refused: {what}. Correct it, or make it anew with `plugins trust`.");
}

/// <summary>Strict reading, as of manifests.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 4,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(TrustText))]
internal sealed partial class TrustJson : JsonSerializerContext;

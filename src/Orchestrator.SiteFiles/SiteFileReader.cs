using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain;
using Orchestrator.Trust.Configuration;
using Orchestrator.Yaml;

namespace Orchestrator.SiteFiles;

/// <summary>Reads the YAML of a site file strictly: every key is known, every value has its range, and the first fault is named with its line.</summary>
internal static class SiteFileReader
{
    private const int MaxDepth = 6;
    private const int MaxFolders = 16;

    /// <summary>Reads the text.</summary>
    /// <exception cref="SiteFileException">With the line.</exception>
    public static SiteFile Read(string text, string path)
    {
        try
        {
            return StrictYaml.Read(text, MaxDepth) is { } root ? ReadFile(root) : SiteFile.None;
        }
        catch (YamlFaultException e)
        {
            throw new SiteFileException($"The site file {path} can't be used, line {e.Line.ToString(CultureInfo.InvariantCulture)}: {e.Message}. Correct it, or ask the IT department.");
        }
    }

    private static SiteFile ReadFile(YamlPlace root)
    {
        var file = SiteFile.None;
        foreach (var (key, value) in root.Entries("instrument", "proxy", "tls-interception", "witness", "folders", "retention-days", "limits"))
        {
            file = key switch
            {
                "instrument" => ReadInstrument(value, file),
                "proxy" => SiteProxyReader.Read(value, file),
                "witness" => file with { Witness = SiteWitnessReader.Read(value) },
                "tls-interception" => file with { TlsInterception = ReadInterception(value) },
                "retention-days" => file with { RetentionDays = value.Number(365, 36_500) },
                "folders" => file with { Folders = ReadFolders(value) },
                _ => file with { Limits = ReadLimits(value) },
            };
        }

        return file;
    }

    private static SiteFile ReadInstrument(YamlPlace node, SiteFile file)
    {
        foreach (var (key, value) in node.Entries("name", "serial", "site"))
        {
            file = key switch
            {
                "name" => file with { InstrumentName = value.Text(80) },
                "serial" => file with { Serial = value.Text(80) },
                _ => file with { Site = value.Text(120) },
            };
        }

        return file;
    }

    private static InterceptionRule ReadInterception(YamlPlace node) => node.Text(10) switch
    {
        "allow" => InterceptionRule.Allow,
        "refuse" => InterceptionRule.Refuse,
        _ => throw node.Wrong("needs allow or refuse"),
    };

    private static ImmutableArray<string> ReadFolders(YamlPlace node)
    {
        var folders = node.Items().Select(item =>
        {
            var folder = item.Text(240);
            return Path.IsPathFullyQualified(folder) && !folder.Split('/', '\\').Contains("..")
                ? folder
                : throw item.Wrong("needs a full path without “..”");
        }).ToImmutableArray();
        return folders.Length is > 0 and <= MaxFolders ? folders : throw node.Wrong($"needs 1 to {MaxFolders} folders");
    }

    private static SiteLimits ReadLimits(YamlPlace node)
    {
        var limits = new SiteLimits();
        foreach (var (key, value) in node.Entries("minutes", "presence-minutes", "prompt-seconds", "grace-seconds", "max-file-mib"))
        {
            limits = key switch
            {
                "minutes" => limits with { Minutes = ReadMinutes(value) },
                "presence-minutes" => limits with { PresenceMinutes = value.Number(1, 60) },
                "prompt-seconds" => limits with { PromptSeconds = value.Number(15, 600) },
                "grace-seconds" => limits with { GraceSeconds = value.Number(0, SessionPolicy.MaxGraceSeconds) },
                _ => limits with { MaxFileBytes = (long)value.Number(1, 1 << 20) << 20 },
            };
        }

        return limits;
    }

    private static ImmutableDictionary<Capability, int> ReadMinutes(YamlPlace node) =>
        node.Entries([.. Capabilities.All.Select(capability => capability.Name())])
            .ToImmutableDictionary(entry => Capabilities.Parse(entry.Key)!.Value, entry => entry.Value.Number(0, 24 * 60));
}

using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Broker.Accounts;
using Orchestrator.Domain;
using Orchestrator.Trust.Tickets;
using Orchestrator.Yaml;

namespace Orchestrator.Broker.Policies;

/// <summary>Reads the YAML of a policy strictly: every name is known, every value has its range, nothing stands there twice, and what would mean nothing is refused.</summary>
internal static class PolicyReader
{
    /// <summary>Rules that a person can still think through, and far more.</summary>
    public const int MaxRules = 500;

    private const int MaxDepth = 6;
    private const int MaxList = 100;
    private const int MaxText = 120;

    /// <exception cref="YamlFaultException">With the line.</exception>
    public static VendorPolicy Read(string text)
    {
        var root = StrictYaml.Read(text, MaxDepth) ?? throw new YamlFaultException(1, "nothing stands in it; a policy needs version, zone and rules");
        int? version = null;
        string? zone = null;
        ImmutableArray<PolicyRule>? rules = null;
        foreach (var (key, value) in root.Entries("version", "zone", "rules"))
        {
            switch (key)
            {
                case "version":
                    version = value.Number(1, int.MaxValue);
                    break;
                case "zone":
                    zone = value.Text(MaxText);
                    break;
                default:
                    rules = ReadRules(value);
                    break;
            }
        }

        return version is { } number && zone is not null && rules is { } read
            ? new VendorPolicy(number, zone, read)
            : throw root.Wrong("needs version, zone and rules");
    }

    private static ImmutableArray<PolicyRule> ReadRules(YamlPlace place)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        foreach (var item in place.Items())
        {
            var rule = ReadRule(item);
            if (!ids.Add(rule.Id))
                throw item.Wrong($"has two rules with the id {rule.Id}");
            rules.Add(rule);
        }

        return rules.Count is > 0 and <= MaxRules ? rules.ToImmutable() : throw place.Wrong($"needs 1 to {MaxRules} rules");
    }

    private static PolicyRule ReadRule(YamlPlace place)
    {
        string? id = null;
        PolicyEffect? effect = null;
        PolicyLimits? limits = null;
        var rule = new PolicyRule { Id = "", Effect = PolicyEffect.Deny };
        foreach (var (key, value) in place.Entries("id", "effect", "roles", "capabilities", "instruments", "sites", "hours", "training", "limits", "approval"))
        {
            switch (key)
            {
                case "id":
                    id = ReadId(value);
                    break;
                case "effect":
                    effect = Word(value, ("permit", PolicyEffect.Permit), ("deny", PolicyEffect.Deny));
                    break;
                case "limits":
                    limits = ReadLimits(value);
                    break;
                default:
                    rule = Condition(rule, key, value);
                    break;
            }
        }

        if (id is null || effect is null)
            throw place.Wrong("has a rule without id or effect");
        if (effect == PolicyEffect.Deny && (limits is not null || rule.NeedsApproval))
            throw place.Wrong($"has the rule {id} that denies: it can have no limits and no approval");
        return rule with { Id = id, Effect = effect.Value, Limits = limits ?? PolicyLimits.None };
    }

    private static PolicyRule Condition(PolicyRule rule, string key, YamlPlace value) => key switch
    {
        "roles" => rule with { Roles = List(value, one => AccountRoles.IsKnown(one.Text(MaxText)) ? one.Text(MaxText) : throw one.Wrong("names a role that doesn't exist")) },
        "capabilities" => rule with
        {
            Capabilities = List(value, one => Capabilities.Parse(one.Text(MaxText)) ?? throw one.Wrong($"needs some of {string.Join(", ", Capabilities.All.Select(c => c.Name()))}")),
        },
        "instruments" => rule with { Instruments = List(value, Pattern) },
        "sites" => rule with { Sites = List(value, Pattern) },
        "hours" => rule with { Hours = List(value, ReadHours, distinct: false) },
        "training" => rule with { Training = List(value, one => one.Text(MaxText)) },
        _ => rule with { NeedsApproval = Word(value, (AccountRoles.Supervisor, true)) },
    };

    private static PolicyLimits ReadLimits(YamlPlace place)
    {
        var limits = PolicyLimits.None;
        foreach (var (key, value) in place.Entries("minutes", "max-file-mib", "file-types", "folders"))
        {
            limits = key switch
            {
                "minutes" => limits with { Minutes = value.Number(1, TicketLimits.MaxMinutes) },
                "max-file-mib" => limits with { Files = limits.Files with { MaxBytes = (long)value.Number(1, (int)(TicketLimits.MaxFileBytes >> 20)) << 20 } },
                "file-types" => limits with { Files = limits.Files with { Types = ReadTypes(value) } },
                _ => limits with { Files = limits.Files with { Folders = ReadFolders(value) } },
            };
        }

        return limits == PolicyLimits.None ? throw place.Wrong("limits nothing; leave it away") : limits;
    }

    private static FileTypes ReadTypes(YamlPlace place)
    {
        var types = FileTypes.Of(List(place, one =>
            FileTypes.IsType(one.Text(MaxText)) ? one.Text(MaxText) : throw one.Wrong($"needs types like .csv: a dot and 1 to {FileTypes.MaxLength - 1} small letters, digits, “-” or “_”")));
        return types.Names.Count <= TicketLimits.MaxFileTypes ? types : throw place.Wrong($"needs at most {TicketLimits.MaxFileTypes} types");
    }

    private static Folders ReadFolders(YamlPlace place)
    {
        var folders = Folders.Of(List(place, one =>
        {
            var folder = Folders.Canonical(one.Text(Folders.MaxLength));
            return Folders.IsFolder(folder) ? folder : throw one.Wrong("needs full paths like /data/in or C:\\Data\\In, without “.” and “..”");
        }));
        return TicketLimits.Fit(folders)
            ? folders
            : throw place.Wrong($"needs at most {TicketLimits.MaxFolders} folders, and at most {TicketLimits.MaxFolderBytes} bytes for all of them together");
    }

    private static PolicyHours ReadHours(YamlPlace place)
    {
        ImmutableArray<DayOfWeek> days = [];
        int? from = null;
        int? to = null;
        foreach (var (key, value) in place.Entries("days", "from", "to"))
        {
            switch (key)
            {
                case "days":
                    days = List(value, one => Word(one, [.. PolicyHours.DayNames.Select(d => (d.Name, d.Day))]));
                    break;
                case "from":
                    from = Clock(value);
                    break;
                default:
                    to = Clock(value);
                    break;
            }
        }

        return from < to ? new PolicyHours(days, from.Value, to.Value) : throw place.Wrong("needs from and to, to being later; hours over midnight are two entries");
    }

    private static int Clock(YamlPlace place)
    {
        var text = place.Text(MaxText);
        if (text == "24:00")
            return PolicyHours.DayMinutes;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
            : throw place.Wrong("needs a time from 00:00 to 24:00");
    }

    private static string Pattern(YamlPlace place)
    {
        var text = place.Text(MaxText);
        return text.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == text.Length - 1) ? text : throw place.Wrong("has a “*” that isn't at its end");
    }

    private static string ReadId(YamlPlace place)
    {
        var id = place.Text(64);
        return id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') ? id : throw place.Wrong("needs small letters, digits, “-” and “.”");
    }

    private static T Word<T>(YamlPlace place, params (string Name, T Value)[] known)
    {
        var text = place.Text(MaxText);
        return known.Any(k => k.Name == text) ? known.First(k => k.Name == text).Value : throw place.Wrong($"needs {string.Join(" or ", known.Select(k => k.Name))}");
    }

    private static ImmutableArray<T> List<T>(YamlPlace place, Func<YamlPlace, T> read, bool distinct = true)
    {
        var items = place.Items().Take(MaxList + 1).Select(read).ToImmutableArray();
        if (items.Length is 0 or > MaxList)
            throw place.Wrong($"needs 1 to {MaxList} entries; leave it away where it shouldn't matter");
        return distinct && items.Distinct().Count() != items.Length ? throw place.Wrong("has an entry twice") : items;
    }
}

using System.Globalization;
using Orchestrator.Abstractions;

namespace Orchestrator.Technicians.Scripts;

/// <summary>
/// Reads a script: one step a line, <c>#</c> begins a comment line, words may stand in double quotes. The whole script is read before anything is
/// dialled; each bad line is named by its number.
/// </summary>
internal static class ScriptParser
{
    /// <summary>Lines of one script.</summary>
    public const int MaxSteps = 10_000;

    private const int DefaultMinutes = 20;
    private const int MaxSide = 65_535;
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    /// <exception cref="ConsoleException">BAD_SCRIPT: every line that isn't a step, with what it should be.</exception>
    public static IReadOnlyList<Step> Parse(string script)
    {
        var steps = new List<Step>();
        var problems = new List<string>();
        var lines = script.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length && steps.Count + problems.Count <= MaxSteps; i++)
        {
            var text = lines[i].Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            try
            {
                steps.Add(Parse(i + 1, text));
            }
            catch (FormatException e)
            {
                problems.Add($"line {i + 1}: {e.Message}");
            }
        }

        if (steps.Count + problems.Count > MaxSteps)
        {
            problems.Add($"a script has at most {MaxSteps} steps");
        }

        return problems.Count == 0
            ? steps
            : throw new ConsoleException("BAD_SCRIPT", ExitCode.Usage, string.Join('\n', problems.Take(20)));
    }

    private static Step Parse(int line, string text)
    {
        var split = text.IndexOfAny([' ', '\t']);
        var verb = split < 0 ? text : text[..split];
        var rest = split < 0 ? "" : text[split..].Trim();
        return verb switch
        {
            "view" => new Step.View(line, text, Minutes(rest, "view [MINUTES]")),
            "control" => new Step.Control(line, text, Minutes(rest, "control [MINUTES]")),
            "click" when Words(rest) is [var x, var y] => new Step.Click(line, text, Whole(x, 0, MaxSide), Whole(y, 0, MaxSide)),
            "type" => new Step.Type(line, text, Phrase(rest, "type TEXT")),
            "key" when Words(rest) is [var name] => Keysyms.TryParse(name, out _)
                ? new Step.Key(line, text, name)
                : throw new FormatException($"there is no key '{name}'; write for example Return, Escape, F5, ctrl+c"),
            "send" when Words(rest) is [var local, .. var more] && more.Length <= 1 => new Step.Send(line, text, local, more.FirstOrDefault()),
            "fetch" when Words(rest) is [.. var before, var local] && before.Length <= 1 => new Step.Fetch(line, text, before.FirstOrDefault(), local),
            "clip-put" => new Step.ClipPut(line, text, Phrase(rest, "clip-put TEXT")),
            "clip-get" when rest.Length == 0 => new Step.ClipGet(line, text),
            "chat" => new Step.Chat(line, text, Phrase(rest, "chat TEXT")),
            "shot" when Words(rest) is [var path] => new Step.Shot(line, text, path),
            "wait-for" => Wait(line, text, Words(rest)),
            "end" when rest.Length == 0 => new Step.End(line, text),
            _ when Usages.TryGetValue(verb, out var usage) => throw new FormatException($"write {usage}"),
            _ => throw new FormatException($"there is no step '{verb}'; steps are {string.Join(", ", Usages.Keys.Order(StringComparer.Ordinal))}"),
        };
    }

    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        ["view"] = "view [MINUTES]",
        ["control"] = "control [MINUTES]",
        ["click"] = "click X Y",
        ["type"] = "type TEXT",
        ["key"] = "key NAME",
        ["send"] = "send LOCAL [REMOTE]",
        ["fetch"] = "fetch [REMOTE] LOCAL",
        ["clip-put"] = "clip-put TEXT",
        ["clip-get"] = "clip-get",
        ["chat"] = "chat TEXT",
        ["shot"] = "shot FILE.png",
        ["wait-for"] = "wait-for still MS [SECONDS], wait-for change X,Y,WxH [SECONDS] or wait-for pixel X,Y RRGGBB [SECONDS]",
        ["end"] = "end",
    };

    private static Step Wait(int line, string text, string[] words) => words switch
    {
        ["still", var ms, .. var limit] when limit.Length <= 1 => new Step.WaitStill(line, text, TimeSpan.FromMilliseconds(Whole(ms, 1, 3_600_000)), Limit(limit)),
        ["change", var area, .. var limit] when limit.Length <= 1 => new Step.WaitChange(line, text, Area(area), Limit(limit)),
        ["pixel", var place, var colour, .. var limit] when limit.Length <= 1 && place.Split(',') is [var x, var y] =>
            new Step.WaitPixel(line, text, Whole(x, 0, MaxSide), Whole(y, 0, MaxSide), Colour(colour), Limit(limit)),
        _ => throw new FormatException($"write {Usages["wait-for"]}"),
    };

    private static PixelRect Area(string text) =>
        text.Split(',') is [var x, var y, var size] && size.Split('x') is [var width, var height]
            ? new PixelRect(Whole(x, 0, MaxSide), Whole(y, 0, MaxSide), Whole(width, 1, MaxSide), Whole(height, 1, MaxSide))
            : throw new FormatException($"'{text}' isn't an area; write X,Y,WxH, for example 10,20,300x200");

    private static uint Colour(string text) =>
        text.Length == 6 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var colour)
            ? colour
            : throw new FormatException($"'{text}' isn't a colour; write six hex digits, for example ff8000");

    private static TimeSpan Limit(string[] words) => words.Length == 0 ? DefaultLimit : TimeSpan.FromSeconds(Whole(words[0], 1, 3600));

    private static int Minutes(string rest, string usage) => Words(rest) switch
    {
        [] => DefaultMinutes,
        [var minutes] => Whole(minutes, 1, 24 * 60),
        _ => throw new FormatException($"write {usage}"),
    };

    private static int Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{text}' isn't a whole number from {least} to {most}");

    private static string Phrase(string rest, string usage) => rest switch
    {
        "" => throw new FormatException($"write {usage}"),
        ['"', ..] => ScriptWords.Split(rest) is [var only] ? only : throw new FormatException("one text in quotes, and nothing behind it"),
        _ => rest,
    };

    private static string[] Words(string rest) => ScriptWords.Split(rest);
}

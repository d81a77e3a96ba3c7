using Acornima;
using Acornima.Ast;
using Jint;

namespace Orchestrator.Pac.Scripts;

/// <summary>Parses a script, and refuses what no bound of the engine holds.</summary>
internal static class PacParser
{
    private const int LongestTemplate = 32;

    private static readonly ScriptPreparationOptions Options = new()
    {
        ParsingOptions = new ScriptParsingOptions { CompileRegex = false, RegexTimeout = PacLimits.Time, Tolerant = false },
    };

    /// <summary>Ready to run.</summary>
    /// <exception cref="PacException">PAC_INVALID, with the line.</exception>
    public static Prepared<Script> Parse(string text)
    {
        try
        {
            var script = Engine.PrepareScript(LongChains.Flatten(text), "the PAC file", options: Options);
            return Objection(script.Program!) is { } why ? throw PacFailures.Invalid(why) : script;
        }
        catch (Exception e) when (e is ScriptPreparationException or ParseErrorException or InsufficientExecutionStackException)
        {
            throw PacFailures.Invalid(PacFailures.Shown(Why(e)), e);
        }
    }

    private static string Why(Exception problem) => problem switch
    {
        ParseErrorException syntax => $"line {syntax.LineNumber}: {syntax.Description}",
        { InnerException: ParseErrorException syntax } => $"line {syntax.LineNumber}: {syntax.Description}",
        { InnerException: InsufficientExecutionStackException } or InsufficientExecutionStackException => "it is nested too deeply",
        _ => problem.Message,
    };

    // One operation on numbers without end can outlast every clock, one regular expression can fill the memory before a clock is read, and a template
    // of many parts can do so in one step: none of them is found in files that people write.
    private static string? Objection(Node node)
    {
        var rest = new Stack<Node>([node]);
        while (rest.TryPop(out var next))
        {
            var objection = next switch
            {
                BigIntLiteral => "it has a number of unlimited size (BigInt)",
                RegExpLiteral { RegExp.Pattern.Length: > PacLimits.Pattern } => $"a regular expression is longer than {PacLimits.Pattern} characters",
                TemplateLiteral { Expressions.Count: > LongestTemplate } => $"a template has more than {LongestTemplate} parts",
                _ => null,
            };
            if (objection is not null)
                return $"line {next.Location.Start.Line}: {objection}";
            foreach (var child in next.ChildNodes)
                rest.Push(child);
        }

        return null;
    }
}

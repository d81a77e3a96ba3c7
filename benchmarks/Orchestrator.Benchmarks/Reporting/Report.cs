using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Benchmarks.Reporting;

/// <summary>Prints figures as they come: lines for people, or one JSON object a line for programs.</summary>
public sealed class Report(TextWriter output, bool isJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A heading before the figures of one benchmark.</summary>
    public void Begin(string title)
    {
        if (!isJson)
        {
            output.WriteLine();
            output.WriteLine($"{title}  [{Machine.Description}]");
        }
    }

    /// <summary>Prints one.</summary>
    public void Add(Figure figure) => output.WriteLine(isJson ? JsonSerializer.Serialize(figure, Json) : Line(figure));

    /// <summary>What was left out and why; nothing is left out silently.</summary>
    public void LeftOut(string what, string why) =>
        output.WriteLine(isJson ? JsonSerializer.Serialize(new { leftOut = what, why }, Json) : $"  {what}: left out, {why}");

    private static string Line(Figure figure)
    {
        var line = $"  {figure.Name,-58} {Number(figure.Value),10} {figure.Unit,-18} load {Number(figure.Load)}";
        if (figure.Target is { } target)
        {
            line += $"; target {Number(target)}";
        }

        if (figure.Peer is { } peer)
        {
            line += $"; {peer.Name} {Number(peer.Value)}, ratio {Number(figure.Value / peer.Value)}";
        }

        return figure.Note.Length == 0 ? line : $"{line}; {figure.Note}";
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}

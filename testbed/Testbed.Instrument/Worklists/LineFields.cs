using System.Globalization;

namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>Takes the fields of one line from left to right and keeps the first problem. After a problem the values mean nothing.</summary>
internal sealed class LineFields(string[] fields)
{
    private int _next;

    internal int Count => fields.Length;

    internal int Left => fields.Length - _next;

    internal string? Problem { get; private set; }

    internal void Require(bool condition, string problem)
    {
        if (!condition)
            Problem ??= problem;
    }

    internal string Text(string name)
    {
        var text = fields[_next++];
        Require(text.Length <= WorklistLimits.MaxTextLength, $"{name} has {text.Length} characters; at most {WorklistLimits.MaxTextLength} fit.");
        return text;
    }

    internal string? OptionalText(string name) => Left > 0 ? Text(name) : null;

    internal int Number(string name, int least, int most)
    {
        var text = Text(name);
        // Only one way to write each number: "007" or "+7" would come back as "7".
        var ok = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                 && text == number.ToString(CultureInfo.InvariantCulture) && number >= least && number <= most;
        Require(ok, $"{name} is \"{text}\"; it must be a whole number from {least} to {most}, without leading zeros.");
        return ok ? number : least;
    }

    internal int? OptionalNumber(string name, int least, int most)
    {
        if (fields[_next].Length > 0)
            return Number(name, least, most);
        _next++;
        return null;
    }

    internal string? TipMask()
    {
        if (Left == 0)
            return null;
        var text = fields[_next];
        if (text.Length == 0)
            return fields[_next++];
        Number("TipMask", 1, WorklistLimits.MaxTipMask);
        return text;
    }

    internal decimal Volume()
    {
        var text = Text("Volume");
        var ok = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var volume)
                 && text == volume.ToString(CultureInfo.InvariantCulture)
                 && volume is >= 0 and <= WorklistLimits.MaxVolume && volume.Scale <= WorklistLimits.MaxVolumeDecimals;
        Require(ok, $"Volume is \"{text}\"; it must be 0 to {WorklistLimits.MaxVolume} µl, written like 12.5 (a point, at most {WorklistLimits.MaxVolumeDecimals} places).");
        return ok ? volume : 0;
    }
}

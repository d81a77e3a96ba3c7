using Orchestrator.Abstractions;

namespace Orchestrator.Technicians.Scripts;

/// <summary>One line of a script.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Text">As it stands in the script, without what is around it.</param>
internal abstract record Step(int Line, string Text)
{
    public sealed record View(int Line, string Text, int Minutes) : Step(Line, Text);

    public sealed record Control(int Line, string Text, int Minutes) : Step(Line, Text);

    public sealed record Click(int Line, string Text, int X, int Y) : Step(Line, Text);

    public sealed record Type(int Line, string Text, string What) : Step(Line, Text);

    public sealed record Key(int Line, string Text, string Name) : Step(Line, Text);

    public sealed record Send(int Line, string Text, string Local, string? Remote) : Step(Line, Text);

    public sealed record Fetch(int Line, string Text, string? Remote, string Local) : Step(Line, Text);

    public sealed record ClipPut(int Line, string Text, string What) : Step(Line, Text);

    public sealed record ClipGet(int Line, string Text) : Step(Line, Text);

    public sealed record Chat(int Line, string Text, string What) : Step(Line, Text);

    public sealed record Shot(int Line, string Text, string Path) : Step(Line, Text);

    public sealed record WaitStill(int Line, string Text, TimeSpan Still, TimeSpan Limit) : Step(Line, Text);

    public sealed record WaitChange(int Line, string Text, PixelRect Area, TimeSpan Limit) : Step(Line, Text);

    public sealed record WaitPixel(int Line, string Text, int X, int Y, uint Colour, TimeSpan Limit) : Step(Line, Text);

    public sealed record End(int Line, string Text) : Step(Line, Text);
}

namespace Orchestrator.Rfb;

/// <summary>The table of verbs: type byte, channel, direction. What isn't in it is refused; a verb has exactly one line.</summary>
public static class RfbVerbs
{
    private static readonly Line[] Table =
    [
        new(RfbVerb.FramebufferUpdate, RfbChannel.View, RfbDirection.ToConsole, 0),
        new(RfbVerb.ScreenStatus, RfbChannel.View, RfbDirection.ToConsole, 0xF0),
        new(RfbVerb.UpdateRequest, RfbChannel.View, RfbDirection.ToInstrument, 3),
        new(RfbVerb.Ack, RfbChannel.View, RfbDirection.ToInstrument, 0xF1),
        new(RfbVerb.PointerEvent, RfbChannel.Control, RfbDirection.ToInstrument, 5),
        new(RfbVerb.KeyEvent, RfbChannel.Control, RfbDirection.ToInstrument, 4),
        new(RfbVerb.ClientCutText, RfbChannel.ClipboardTo, RfbDirection.ToInstrument, 6),
        new(RfbVerb.ServerCutText, RfbChannel.ClipboardFrom, RfbDirection.ToConsole, 3),
    ];

    /// <summary>The only channel that carries a verb.</summary>
    public static RfbChannel ChannelOf(RfbVerb verb) => Find(verb).Channel;

    /// <summary>Who says it.</summary>
    public static RfbDirection DirectionOf(RfbVerb verb) => Find(verb).Direction;

    /// <summary>Its first byte.</summary>
    public static byte TypeOf(RfbVerb verb) => Find(verb).Type;

    /// <summary>The verb that a first byte means on one channel in one direction.</summary>
    /// <exception cref="RfbException"><see cref="RfbFault.VerbNotAllowed"/>: none.</exception>
    public static RfbVerb Require(RfbChannel channel, RfbDirection direction, byte type)
    {
        foreach (var line in Table)
        {
            if (line.Type == type && line.Channel == channel && line.Direction == direction)
                return line.Verb;
        }

        throw new RfbException(RfbFault.VerbNotAllowed, $"type {type} on {channel}, {direction}");
    }

    private static Line Find(RfbVerb verb) => Array.Find(Table, line => line.Verb == verb)
        ?? throw new ArgumentOutOfRangeException(nameof(verb), verb, "A verb without a line is denied everywhere.");

    private sealed record Line(RfbVerb Verb, RfbChannel Channel, RfbDirection Direction, byte Type);
}

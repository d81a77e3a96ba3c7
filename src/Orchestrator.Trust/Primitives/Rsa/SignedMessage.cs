namespace Orchestrator.Trust.Primitives;

/// <summary>
/// What an RSA signature of this system is over: 64 spaces, the context string, a zero byte, the content. A signature made in one context can't stand
/// for one of another, nor for a certificate's (those begin with an ASN.1 tag, never with a space).
/// </summary>
internal static class SignedMessage
{
    private const int Spaces = 64;

    public static byte[] Build(string context, ReadOnlySpan<byte> content)
    {
        var label = Label.Encode(context);
        var message = new byte[Spaces + label.Length + 1 + content.Length];
        message.AsSpan(0, Spaces).Fill((byte)' ');
        label.CopyTo(message, Spaces);
        content.CopyTo(message.AsSpan(Spaces + label.Length + 1));
        return message;
    }
}

namespace Orchestrator.Trust;

/// <summary>
/// A refusal with a named reason. Thrown for misuse by the caller and for broken local material (keys, files); what peers send is
/// answered with typed results instead. The message is a sentence for people and never holds secret bytes.
/// </summary>
public sealed class TrustException : Exception
{
    public TrustException(TrustFault fault, string message)
        : base(message) => Fault = fault;

    public TrustException(TrustFault fault, string message, Exception inner)
        : base(message, inner) => Fault = fault;

    public TrustFault Fault { get; }

    internal static void RequireLength(int actual, int expected, string what)
    {
        if (actual != expected)
            throw new TrustException(TrustFault.WrongLength, $"{what} is {actual} bytes long; it must be {expected}.");
    }
}

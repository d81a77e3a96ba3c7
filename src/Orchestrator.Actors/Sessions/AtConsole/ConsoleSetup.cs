using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Sessions.AtConsole;

/// <summary>What one <c>connect</c> of the console is made of; the face composes it.</summary>
/// <param name="Key">The console's RSA key, which authenticates its link.</param>
/// <param name="Root">The root certificate, DER, as pinned.</param>
/// <param name="Issuing">The issuing certificate, DER, from the signed configuration.</param>
/// <param name="BrokerName">The broker's name as dialled.</param>
/// <param name="Wish">Which session, and the person's proof for it.</param>
/// <param name="Pin">As the operator read it out.</param>
/// <param name="Dial">Dials the broker and runs the link's handshake.</param>
/// <param name="Hop">Transport and address, for the header.</param>
/// <param name="ReadEvent">The event in a record's exact bytes; null for a record of the log itself.</param>
/// <param name="Face">The technician's.</param>
/// <param name="Pumps">Makes each channel's pump.</param>
/// <param name="Random">Where handshakes draw from.</param>
/// <param name="Time">The only clock.</param>
public sealed record ConsoleSetup(
    RsaIdentity Key,
    ReadOnlyMemory<byte> Root,
    ReadOnlyMemory<byte> Issuing,
    string BrokerName,
    ConsoleToBroker.Connect Wish,
    SecretText Pin,
    Func<CancellationToken, Task<LinkConnection>> Dial,
    string Hop,
    Func<ReadOnlyMemory<byte>, SessionEvent?> ReadEvent,
    ITechnicianFace Face,
    IConsolePumps Pumps,
    IRandomSource Random,
    TimeProvider Time);

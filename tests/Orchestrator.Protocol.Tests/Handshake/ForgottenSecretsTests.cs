using System.Collections;
using System.Reflection;
using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>What was secret is zeros afterwards: looked at in the arrays themselves, found by their names in the objects that hold them.</summary>
[Trait("Requirement", "R-CRY-6")]
public sealed class ForgottenSecretsTests
{
    /// <summary>Fields that hold secrets: of the machines, the schedule, the seals, the ephemeral keys, the master secret and the records' keys.</summary>
    private static readonly string[] Secret = ["_opening", "_contribution", "_hs", "_master", "_private", "_seed", "_bytes", "_secret", "_iv"];

    [Theory]
    [InlineData(1, new[] { "_opening", "_private" })]
    [InlineData(2, new[] { "_opening", "_private", "_seed" })]
    [InlineData(3, new[] { "_opening", "_private", "_seed", "_hs", "_iv" })]
    [InlineData(4, new[] { "_opening", "_private", "_seed", "_hs", "_iv", "_contribution" })]
    [InlineData(5, new[] { "_opening", "_private", "_seed", "_hs", "_iv", "_contribution", "_master" })]
    [InlineData(6, new[] { "_opening", "_private", "_seed", "_hs", "_iv", "_contribution", "_master", "_bytes" })]
    public void Wherever_a_handshake_stops_nothing_secret_is_left(int stop, string[] expected)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        var seen = new Dictionary<byte[], string>(ReferenceEqualityComparer.Instance);
        using (var initiator = new HandshakeInitiator(pair.Initiator))
        using (var responder = new HandshakeResponder(pair.Responder))
        {
            Collect(initiator, seen);
            var message = initiator.Start();
            for (var number = 1; number <= stop - 1; number++)
            {
                HandshakeMachine receiver = number % 2 == 1 ? responder : initiator;
                message = receiver.Receive(message.ToArray()).Reply;
                Collect(initiator, seen);
                Collect(responder, seen);
            }

            if (stop == 6)
            {
                initiator.Receive(message.ToArray());
                Collect(initiator, seen);
            }
        }

        Assert.Equal(expected.Order(), seen.Values.Distinct().Order());
        Assert.All(seen, array => Assert.True(array.Key.All(value => value == 0), $"{array.Value} still holds something."));
    }

    [Fact]
    public void A_channels_keys_are_gone_when_it_is_closed_and_all_of_them_when_the_connection_is()
    {
        using var run = HandshakePair.Of(HandshakeProfile.EndToEnd).Run();
        var closed = new Dictionary<byte[], string>(ReferenceEqualityComparer.Instance);
        var all = new Dictionary<byte[], string>(ReferenceEqualityComparer.Instance);
        using (var table = new ChannelTable(run.Initiator!, TimeProvider.System))
        {
            Assert.True(table.TryOpen(new ChannelId(1), out var channel));
            Collect(channel, closed);
            Collect(table, all);
            Assert.Equal(["_iv", "_secret"], closed.Values.Distinct().Order());
            Assert.Contains(closed, array => array.Key.Any(value => value != 0));
            table.Close(new ChannelId(1));
            Assert.All(closed, array => Assert.True(array.Key.All(value => value == 0), $"{array.Value} still holds something."));
            Assert.Contains(all, array => array.Key.Any(value => value != 0));
        }

        Assert.Equal(["_bytes", "_iv", "_secret"], all.Values.Distinct().Order());
        Assert.All(all, array => Assert.True(array.Key.All(value => value == 0), $"{array.Value} still holds something."));
    }

    [Fact]
    public void A_rekey_zeroes_the_keys_before_it()
    {
        using var run = HandshakePair.Of(HandshakeProfile.EndToEnd).Run();
        using var sender = new ChannelTable(run.Initiator!, TimeProvider.System, RekeyLimits.Default with { Records = 1 });
        using var receiver = new ChannelTable(run.Responder!, TimeProvider.System, RekeyLimits.Default with { Records = 1 });
        var before = new Dictionary<byte[], string>(ReferenceEqualityComparer.Instance);
        Collect(sender.Control.Sealer, before);
        Collect(receiver.Control.Opener, before);
        for (var i = 0; i < 2; i++)
        {
            var record = sender.Control.Sealer.Seal([1]);
            Assert.Equal(RecordVerdict.Opened, receiver.Open(RecordHeader.Read(record), record, new byte[1]).Verdict);
        }

        Assert.Equal(["_iv", "_secret"], before.Values.Distinct().Order());
        Assert.All(before, array => Assert.True(array.Key.All(value => value == 0), $"{array.Value} still holds something."));
    }

    /// <summary>The arrays behind fields of those names, through everything of ours that an object holds; not the long-lived keys of the settings.</summary>
    private static void Collect(object? root, Dictionary<byte[], string> found)
    {
        var looked = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<object?>([root]);
        while (left.TryPop(out var one))
        {
            if (one is null or HandshakeSettings or string || !looked.Add(one))
                continue;
            if (one is IDictionary entries)
            {
                foreach (var value in entries.Values)
                    left.Push(value);
            }

            for (var type = one.GetType(); type?.FullName?.StartsWith("Orchestrator.", StringComparison.Ordinal) == true; type = type.BaseType)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                {
                    var value = field.GetValue(one);
                    if (value is byte[] { Length: > 0 } bytes && Secret.Contains(field.Name))
                        found.TryAdd(bytes, field.Name);
                    else if (value is IDictionary || (value is not null && !field.FieldType.IsValueType))
                        left.Push(value);
                }
            }
        }
    }
}

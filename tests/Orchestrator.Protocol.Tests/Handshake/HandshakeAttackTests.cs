using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>Somebody sits where the relay is and changes, repeats, swaps or forges.</summary>
public class HandshakeAttackTests
{
    public static TheoryData<HandshakeProfile, int> EachMessage()
    {
        var data = new TheoryData<HandshakeProfile, int>();
        foreach (var profile in Enum.GetValues<HandshakeProfile>())
        {
            for (var number = 1; number <= 6; number++)
                data.Add(profile, number);
        }

        return data;
    }

    /// <summary>A sample of bits over the whole message; the later messages cost RSA for each try. The headers are searched in full below.</summary>
    [Theory]
    [MemberData(nameof(EachMessage))]
    [Trait("Requirement", "R-HS-4")]
    public void A_flipped_bit_ends_the_handshake(HandshakeProfile profile, int number)
    {
        int bits;
        using (var sample = HandshakePair.Of(profile).Run())
            bits = sample.Messages[number - 1].Length * 8;
        var stride = bits / 40;
        foreach (var bit in Enumerable.Range(0, 40).Select(i => (i * stride) + (i % 8)).Append(bits - 1))
        {
            using var run = HandshakePair.Of(profile, seed: bit).Run((n, bytes) =>
            {
                if (n == number)
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                return bytes;
            });
            Assert.True(run.Failure != HandshakeFailure.None, $"bit {bit} of M{number} was not noticed");
            Assert.Null(run.Initiator);
            if (number < 6)
                Assert.Null(run.Responder);
        }
    }

    [Fact]
    [Trait("Requirement", "R-HS-4")]
    public void Every_bit_of_every_handshake_header_counts()
    {
        foreach (var profile in Enum.GetValues<HandshakeProfile>())
        {
            for (var number = 1; number <= 6; number++)
            {
                var record = HandshakeMessages.Frame(profile, number, new byte[700]);
                Assert.Equal(HandshakeFailure.None, HandshakeMessages.CheckFrame(record, profile, number));
                for (var bit = 0; bit < RecordHeader.Size * 8; bit++)
                {
                    var changed = record.ToArray();
                    changed[bit / 8] ^= (byte)(1 << (bit % 8));
                    Assert.NotEqual(HandshakeFailure.None, HandshakeMessages.CheckFrame(changed, profile, number));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachMessage))]
    [Trait("Requirement", "R-HS-4")]
    public void A_cut_or_lengthened_message_ends_the_handshake(HandshakeProfile profile, int number)
    {
        foreach (var change in new[] { -1, -17, -64, 1, 40 })
        {
            using var run = HandshakePair.Of(profile).Run((n, bytes) => n == number ? Resize(bytes, change) : bytes);
            Assert.Equal(number, run.FailedAt);
            Assert.Null(run.Initiator);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(18)]
    [InlineData(19)]
    [Trait("Requirement", "R-HS-5")]
    public void Empty_and_tiny_frames_end_the_handshake(int size)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var initiator = new HandshakeInitiator(pair.Initiator);
        using var responder = new HandshakeResponder(pair.Responder);
        Assert.Equal(HandshakeProgress.Failed, initiator.Receive(new byte[size]).Progress);
        Assert.Equal(HandshakeProgress.Failed, responder.Receive(new byte[size]).Progress);
    }

    [Theory]
    [MemberData(nameof(EachMessage))]
    [Trait("Requirement", "R-HS-4")]
    public void A_message_of_another_run_ends_the_handshake(HandshakeProfile profile, int number)
    {
        using var other = HandshakePair.Of(profile, seed: 77).Run();
        using var run = HandshakePair.Of(profile, seed: 1).Run((n, bytes) => n == number ? other.Messages[n - 1] : bytes);
        Assert.NotEqual(HandshakeFailure.None, run.Failure);
        Assert.Null(run.Initiator);
        if (number < 6)
            Assert.Null(run.Responder);
    }

    [Theory]
    [InlineData(HandshakeProfile.EndToEnd)]
    [InlineData(HandshakeProfile.Link)]
    [Trait("Requirement", "R-HS-4")]
    public void A_recorded_initiator_gets_nowhere_with_a_fresh_responder(HandshakeProfile profile)
    {
        using var recorded = HandshakePair.Of(profile).Run();
        using var responder = new HandshakeResponder(HandshakePair.Of(profile, seed: 2).Responder);
        Assert.Equal(HandshakeProgress.Continue, responder.Receive(recorded.Messages[0]).Progress);
        Assert.Equal(HandshakeFailure.SealBroken, responder.Receive(recorded.Messages[2]).Failure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [Trait("Requirement", "R-HS-4")]
    public void A_sender_gets_its_own_message_back_and_fails(int number)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var run = pair.Run((n, bytes) => n <= number ? bytes : null);
        using var fresh = new HandshakeInitiator(pair.Initiator);
        Assert.Equal(HandshakeFailure.OutOfOrder, fresh.Receive(run.Messages[number - 1]).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-HS-4")]
    public void A_skipped_or_repeated_message_is_out_of_order()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var recorded = pair.Run();
        using var responder = new HandshakeResponder(pair.Responder);
        Assert.Equal(HandshakeFailure.OutOfOrder, responder.Receive(recorded.Messages[2]).Failure);

        using var again = new HandshakeResponder(pair.Responder);
        again.Receive(recorded.Messages[0]);
        Assert.Equal(HandshakeFailure.OutOfOrder, again.Receive(recorded.Messages[0]).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-HS-4")]
    public void Two_initiators_tied_together_fail_and_so_do_two_responders()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var one = new HandshakeInitiator(pair.Initiator);
        using var two = new HandshakeInitiator(pair.Initiator with { Random = new SeededRandom(9) });
        Assert.Equal(HandshakeFailure.OutOfOrder, one.Receive(two.Start()).Failure);
        using var responder = new HandshakeResponder(pair.Responder);
        Assert.Equal(HandshakeFailure.WrongFrame, responder.Receive(new HandshakeInitiator(HandshakePair.Of(HandshakeProfile.Link).Initiator).Start()).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-ZT-2")]
    public void Another_ticket_or_another_link_context_ends_the_handshake()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        byte[] altered = [.. HandshakePair.Ticket];
        altered[^1] ^= 1;
        pair.Responder = pair.Responder with { Context = HandshakeContext.ForTicket(altered) };
        using (var run = pair.Run())
            Assert.Equal((1, HandshakeFailure.WrongContext), (run.FailedAt, run.Failure));

        // The same hint in front of other bytes: nothing but the keys can tell, and they do.
        pair.Responder = pair.Responder with { Context = pair.Responder.Context with { Hint = pair.Initiator.Context.Hint } };
        using (var run = pair.Run())
            Assert.Equal((3, HandshakeFailure.SealBroken), (run.FailedAt, run.Failure));

        foreach (var context in new[]
        {
            HandshakePair.LinkContext with { BrokerName = "broker.vendor.example.evil" },
            HandshakePair.LinkContext with { Kind = EndpointKind.Console },
            HandshakePair.LinkContext with { ConfigurationHash = new byte[48] },
        })
        {
            var link = HandshakePair.Of(HandshakeProfile.Link);
            link.Responder = link.Responder with { Context = HandshakeContext.ForLink(context) };
            using var run = link.Run();
            Assert.Equal((1, HandshakeFailure.WrongContext), (run.FailedAt, run.Failure));
        }
    }

    [Fact]
    [Trait("Requirement", "R-HS-7")]
    public void A_man_in_the_middle_with_his_own_key_is_refused_by_both_ends()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        var stranger = TestKeys.Stranger;
        var asTechnician = new HandshakePair { Initiator = pair.Initiator with { Key = stranger, Identity = stranger.Public.Spki }, Responder = pair.Responder };
        using (var run = asTechnician.Run())
            Assert.Equal((3, HandshakeFailure.IdentityRefused, "another-key"), (run.FailedAt, run.Failure, run.Detail));

        var asInstrument = new HandshakePair { Initiator = pair.Initiator, Responder = pair.Responder with { Key = stranger, Identity = stranger.Public.Spki } };
        using (var run = asInstrument.Run())
            Assert.Equal((4, HandshakeFailure.IdentityRefused, "another-key"), (run.FailedAt, run.Failure, run.Detail));
    }

    [Fact]
    [Trait("Requirement", "R-HS-1")]
    [Trait("Requirement", "R-HS-9")]
    public void Somebody_elses_identity_without_his_key_is_refused_by_both_ends()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        var thief = new HandshakePair { Initiator = pair.Initiator with { Key = TestKeys.Stranger }, Responder = pair.Responder };
        using (var run = thief.Run())
            Assert.Equal((3, HandshakeFailure.BadSignature), (run.FailedAt, run.Failure));

        var impostor = new HandshakePair { Initiator = pair.Initiator, Responder = pair.Responder with { Key = TestKeys.Stranger } };
        using (var run = impostor.Run())
            Assert.Equal((4, HandshakeFailure.BadSignature), (run.FailedAt, run.Failure));
    }

    [Fact]
    [Trait("Requirement", "R-HS-8")]
    public void The_instruments_stolen_key_does_not_make_anybody_a_technician()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        var thief = new HandshakePair
        {
            Initiator = pair.Initiator with { Key = TestKeys.Instrument, Peer = new AnyKeyVerifier() },
            Responder = pair.Responder,
        };
        using var run = thief.Run();
        Assert.Equal((3, HandshakeFailure.BadSignature), (run.FailedAt, run.Failure));

        var reflecting = new HandshakePair
        {
            Initiator = pair.Initiator with { Key = TestKeys.Instrument, Identity = TestKeys.Instrument.Public.Spki, Peer = new AnyKeyVerifier() },
            Responder = pair.Responder with { Peer = new AnyKeyVerifier() },
        };
        using var reflected = reflecting.Run();
        Assert.Equal((3, HandshakeFailure.ReflectedIdentity), (reflected.FailedAt, reflected.Failure));
    }

    [Fact]
    [Trait("Requirement", "R-HS-7")]
    public void With_a_certified_key_in_the_middle_the_handshakes_succeed_and_the_digits_differ()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        var any = new AnyKeyVerifier();
        var left = new HandshakePair
        {
            Initiator = pair.Initiator with { Peer = any },
            Responder = pair.Responder with { Key = TestKeys.Stranger, Identity = TestKeys.Stranger.Public.Spki, Random = new SeededRandom(31) },
        };
        var right = new HandshakePair
        {
            Initiator = pair.Initiator with { Key = TestKeys.Stranger, Identity = TestKeys.Stranger.Public.Spki, Random = new SeededRandom(32) },
            Responder = pair.Responder with { Peer = any },
        };
        using var toTechnician = left.Run();
        using var toInstrument = right.Run();
        Assert.NotNull(toTechnician.Initiator);
        Assert.NotNull(toInstrument.Responder);
        Assert.NotEqual(toTechnician.Initiator.Sas, toInstrument.Responder.Sas);
    }

    [Fact]
    [Trait("Requirement", "R-HS-5")]
    public void Offers_and_answers_outside_the_one_suite_are_refused()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        foreach (var (versions, suites, failure) in new (ushort[], ushort[], HandshakeFailure)[]
        {
            ([0], [1], HandshakeFailure.VersionNotOffered),
            ([2, 3], [1], HandshakeFailure.VersionNotOffered),
            ([1], [0, 2], HandshakeFailure.SuiteNotOffered),
        })
        {
            using var responder = new HandshakeResponder(pair.Responder);
            var first = new HandshakeMessages.M1(versions, suites, new byte[32], new byte[48], pair.Initiator.Context.Hint);
            Assert.Equal(failure, responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 1, HandshakeMessages.WriteM1(first))).Failure);
        }

        foreach (var (version, suite, failure) in new (ushort, ushort, HandshakeFailure)[]
        {
            (0, 1, HandshakeFailure.VersionNotOffered),
            (2, 1, HandshakeFailure.VersionNotOffered),
            (1, 0, HandshakeFailure.SuiteNotOffered),
            (1, 2, HandshakeFailure.SuiteNotOffered),
        })
        {
            using var initiator = new HandshakeInitiator(pair.Initiator);
            var second = new HandshakeMessages.M2(version, suite, new byte[32], new byte[32], new byte[1184]);
            Assert.Equal(failure, initiator.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 2, HandshakeMessages.WriteM2(second))).Failure);
        }
    }

    [Theory]
    [InlineData(0, 1, HandshakeFailure.Malformed)]
    [InlineData(1, 0, HandshakeFailure.Malformed)]
    [InlineData(9, 1, HandshakeFailure.Malformed)]
    [InlineData(1, 9, HandshakeFailure.Malformed)]
    [InlineData(8, 8, HandshakeFailure.None)]
    [Trait("Requirement", "R-HS-5")]
    public void One_to_eight_versions_and_suites_are_offered(int versions, int suites, HandshakeFailure expected)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var responder = new HandshakeResponder(pair.Responder);
        ushort[] all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        var first = new HandshakeMessages.M1(all[..versions], all[..suites], new byte[32], new byte[48], pair.Initiator.Context.Hint);
        Assert.Equal(expected, responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 1, HandshakeMessages.WriteM1(first))).Failure);
    }

    [Fact]
    public void A_newer_peer_may_offer_more_and_gets_version_and_suite_one()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var responder = new HandshakeResponder(pair.Responder);
        var first = new HandshakeMessages.M1([2, 1], [9, 1], new byte[32], new byte[48], pair.Initiator.Context.Hint);
        var step = responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 1, HandshakeMessages.WriteM1(first)));
        var answer = HandshakeMessages.ReadM2(step.Reply.Span[RecordHeader.Size..])!;
        Assert.Equal((1, 1), (answer.Version, answer.Suite));
    }

    private static byte[] Resize(byte[] record, int change)
    {
        var changed = new byte[Math.Max(0, record.Length + change)];
        record.AsSpan(0, Math.Min(record.Length, changed.Length)).CopyTo(changed);
        if (changed.Length >= RecordHeader.Size)
        {
            var header = RecordHeader.Read(record) with { Length = (ushort)(changed.Length - RecordHeader.Size) };
            header.Write(changed);
        }

        return changed;
    }
}

using CsCheck;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>Bodies of handshake messages under the rules of every codec.</summary>
public class HandshakeMessageTests
{
    private static readonly Blob Some = Enumerable.Range(0, 40).Select(i => (byte)i).ToArray();

    private static (byte[] Body, Func<byte[], byte[]?> Again)[] Bodies() =>
    [
        (HandshakeMessages.WriteM1(new([1, 2], [1], new byte[32], new byte[48], Some)), b => HandshakeMessages.ReadM1(b) is { } m ? HandshakeMessages.WriteM1(m) : null),
        (HandshakeMessages.WriteM2(new(1, 1, new byte[32], new byte[32], new byte[1184])), b => HandshakeMessages.ReadM2(b) is { } m ? HandshakeMessages.WriteM2(m) : null),
        (HandshakeMessages.WriteProof(new(Some, Blob.Empty, Some, new byte[48]), false), b => HandshakeMessages.ReadProof(b, false) is { } m ? HandshakeMessages.WriteProof(m, false) : null),
        (HandshakeMessages.WriteProof(new(Some, Some, Some, new byte[48]), true), b => HandshakeMessages.ReadProof(b, true) is { } m ? HandshakeMessages.WriteProof(m, true) : null),
        (HandshakeMessages.WriteFinished(new(Some, new byte[48]), true), b => HandshakeMessages.ReadFinished(b, true) is { } m ? HandshakeMessages.WriteFinished(m, true) : null),
        (HandshakeMessages.WriteFinished(new(Blob.Empty, new byte[48]), false), b => HandshakeMessages.ReadFinished(b, false) is { } m ? HandshakeMessages.WriteFinished(m, false) : null),
    ];

    [Fact]
    public void Bodies_come_back_as_they_were_and_no_shorter_or_longer_ones_do()
    {
        foreach (var (body, again) in Bodies())
        {
            Assert.Equal(body, again(body));
            Assert.Null(again([.. body, 0]));
            for (var length = 0; length < body.Length; length++)
                Assert.Null(again(body[..length]));
        }
    }

    [Fact]
    public void Changed_bodies_are_refused_or_come_back_as_they_were()
    {
        foreach (var (body, again) in Bodies())
        {
            Gen.Select(Gen.Int[0, body.Length - 1], Gen.Byte).Sample((at, value) =>
            {
                var changed = body.ToArray();
                changed[at] = value;
                if (again(changed) is { } back)
                    Assert.Equal(changed, back);
            }, iter: 500);
        }
    }

    [Fact]
    public void The_largest_messages_fit_a_handshake_record()
    {
        var identity = new byte[ProtocolLimits.MaxIdentity];
        var rsa = new byte[ProtocolLimits.MaxRsaBytes];
        var third = HandshakeMessages.ClearM3 + HandshakeMessages.WriteProof(new(identity, Blob.Empty, rsa, new byte[48]), false).Length + ProtocolLimits.TagBytes;
        var fourth = HandshakeMessages.WriteProof(new(identity, rsa, rsa, new byte[48]), true).Length + ProtocolLimits.TagBytes;
        Assert.InRange(third, 0, ProtocolLimits.MaxHandshakeBody);
        Assert.InRange(fourth, 0, ProtocolLimits.MaxHandshakeBody);
    }
}

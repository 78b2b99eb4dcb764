using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace IntentMarket.Nodes.Broker;

/// <summary>Stands between the broker and the client library, and takes the headers out of every message that comes in. The library reads
/// the headers of a message before we see it, and a bot could end a node that way: 18,000 tables in each other overflow the stack of the
/// process, and a number with more than 28 decimals closes the connection, each again at every redelivery. The broker passes both on. Only
/// <c>x-death</c> stays, where it has the shape in which the broker writes it.</summary>
/// <remarks>AMQP 0-9-1, 2.3.5 (frames) and 4.2.6 (content headers).</remarks>
internal sealed class FrameGuard(Socket socket, Stream broker) : NetworkStream(socket, ownsSocket: false)
{
    private const int HeaderFrame = 2;
    private const int FrameHead = 7;
    private const byte FrameEnd = 0xCE;
    private const int HasHeaders = 1 << 13;
    private const int HasContentType = 1 << 15;
    private const int HasContentEncoding = 1 << 14;

    // From the broker and not yet handed on: _pass bytes to hand on as they are, then _skip bytes to leave out,
    // then what is to be looked at.
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _pass;
    private int _skip;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var handed = HandOn(buffer.Span);
            if (handed > 0 || buffer.IsEmpty)
                return handed;
            MakeRoom();
            var read = await broker.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
                return 0;
            _end += read;
        }
    }

    private int HandOn(Span<byte> room)
    {
        var handed = 0;
        while (true)
        {
            var count = (int)Math.Min(Math.Min(_pass, _end - _start), room.Length - handed);
            _buffer.AsSpan(_start, count).CopyTo(room[handed..]);
            handed += count;
            _start += count;
            _pass -= count;
            if (_pass > 0)
                return handed;
            _start += _skip;
            _skip = 0;
            if (!TryLookAtFrame())
                return handed;
        }
    }

    /// <summary>False: more of it must come first.</summary>
    private bool TryLookAtFrame()
    {
        var seen = _buffer.AsSpan(_start, _end - _start);
        if (seen.Length < FrameHead)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(seen[3..]);
        var frame = FrameHead + length + 1;
        if (seen[0] != HeaderFrame)
        {
            _pass = frame;
            return true;
        }
        if (seen.Length < frame)
            return false;
        var kept = Clean(seen.Slice(FrameHead, (int)length));
        BinaryPrimitives.WriteUInt32BigEndian(seen[3..], (uint)kept);
        seen[FrameHead + kept] = FrameEnd;
        _pass = FrameHead + kept + 1;
        _skip = (int)length - kept;
        return true;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        // Only a content header has to be here as a whole; the frame size that was agreed on bounds it.
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    /// <summary>Takes the headers out of the payload of a content header, in place; answers how long it is then.</summary>
    internal static int Clean(Span<byte> payload)
    {
        var flags = BinaryPrimitives.ReadUInt16BigEndian(payload[12..]);
        if ((flags & HasHeaders) == 0)
            return payload.Length;
        var at = 14;
        foreach (var before in (ReadOnlySpan<int>)[HasContentType, HasContentEncoding])
        {
            if ((flags & before) != 0)
                at += 1 + payload[at];
        }
        var table = payload[at..];
        var length = 4 + (int)BinaryPrimitives.ReadUInt32BigEndian(table);
        var rest = table[length..];
        var death = Death(table[4..length]);
        if (death.IsEmpty)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[12..], (ushort)(flags & ~HasHeaders));
            rest.CopyTo(table);
            return at + rest.Length;
        }
        BinaryPrimitives.WriteInt32BigEndian(table, death.Length);
        death.CopyTo(table[4..]);
        rest.CopyTo(table[(4 + death.Length)..]);
        return at + 4 + death.Length + rest.Length;
    }

    /// <summary>The entry of the broker's account of a death, name and value; empty where there is none that is safe to read.</summary>
    private static Span<byte> Death(Span<byte> table)
    {
        for (var at = 0; at < table.Length;)
        {
            var name = table.Slice(at + 1, table[at]);
            var value = table[(at + 1 + name.Length)..];
            var length = LengthOf(value);
            if (length == 0)
                return default;
            if (name.SequenceEqual("x-death"u8))
                return value[0] == 'A' && IsPlain(value[..length], depth: 3) ? table.Slice(at, 1 + name.Length + length) : default;
            at += 1 + name.Length + length;
        }
        return default;
    }

    /// <summary>The length of a value with its kind; 0 for a kind that is not known.</summary>
    private static int LengthOf(ReadOnlySpan<byte> value) => (char)value[0] switch
    {
        'V' => 1,
        't' or 'b' or 'B' => 2,
        's' or 'u' => 3,
        'I' or 'i' or 'f' => 5,
        'D' => 6,
        'l' or 'd' or 'T' => 9,
        'S' or 'x' or 'A' or 'F' => 5 + (int)BinaryPrimitives.ReadUInt32BigEndian(value[1..]),
        _ => 0,
    };

    private static bool IsPlain(ReadOnlySpan<byte> value, int depth)
    {
        if (value[0] is not ((byte)'A' or (byte)'F'))
            return value[0] != 'D';
        if (depth == 0)
            return false;
        for (var rest = value[5..]; !rest.IsEmpty;)
        {
            if (value[0] == 'F')
                rest = rest[(1 + rest[0])..];
            var length = LengthOf(rest);
            if (length == 0 || !IsPlain(rest[..length], depth - 1))
                return false;
            rest = rest[length..];
        }
        return true;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The library reads asynchronously alone; what it does not use must not lead past the guard.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override int ReadByte() => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        broker.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        broker.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => broker.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => broker.Write(buffer);

    public override Task FlushAsync(CancellationToken cancellationToken) => broker.FlushAsync(cancellationToken);

    public override void Flush() => broker.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            broker.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A connection to the broker with a <see cref="FrameGuard"/> on it. TLS is spoken here, below the guard, not by
/// the client library.</summary>
/// <param name="tlsHost">The name that the broker's certificate must bear; null: no TLS.</param>
internal sealed class GuardedSocket(Socket socket, string? tlsHost) : TcpClientAdapter(socket)
{
    private Stream? _broker;

    public static ITcpClient Make(AddressFamily family, string? tlsHost) =>
        new GuardedSocket(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, tlsHost);

    public override async Task ConnectAsync(IPAddress ep, int port, CancellationToken cancellationToken = default)
    {
        await base.ConnectAsync(ep, port, cancellationToken);
        _broker = new NetworkStream(Client, ownsSocket: false);
        if (tlsHost is null)
            return;
        var tls = new SslStream(_broker);
        _broker = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = tlsHost }, cancellationToken);
    }

    public override NetworkStream GetStream() => new FrameGuard(Client, _broker ?? throw new InvalidOperationException("not connected"));
}

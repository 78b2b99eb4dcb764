using System.Data;
using System.Data.Common;
using System.Diagnostics.Metrics;
using Dapper;
using IntentMarket.Engine;
using Npgsql;
using NpgsqlTypes;

namespace IntentMarket.Storage;

/// <summary>Reads rows by the order of the columns that the statement lists, the same from both databases.</summary>
internal static class Rows
{
    private static readonly Counter<long> Statements =
        new Meter("IntentMarket.Storage").CreateCounter<long>("intentmarket.statements", description: "statements sent to the database");

    static Rows()
    {
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.AddTypeHandler(new UuidParameter());
        SqlMapper.AddTypeHandler(new IdParameter<IntentId>());
        SqlMapper.AddTypeHandler(new IdParameter<OfferId>());
        SqlMapper.AddTypeHandler(new IdParameter<AccountId>());
        SqlMapper.AddTypeHandler(new IdParameter<Pseudonym>());
    }

    public static async Task<List<T>> List<T>(
        this DbConnection connection, string sql, object parameters, Func<DbDataReader, T> map, CancellationToken cancel)
    {
        await using var reader = await connection.ExecuteReaderAsync(Statement(sql, parameters, cancel));
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
            rows.Add(map(reader));
        return rows;
    }

    public static async Task<T?> First<T>(
        this DbConnection connection, string sql, object parameters, Func<DbDataReader, T> map, CancellationToken cancel)
    {
        await using var reader = await connection.ExecuteReaderAsync(Statement(sql, parameters, cancel));
        return await reader.ReadAsync(cancel) ? map(reader) : default;
    }

    public static Task<T?> Scalar<T>(this DbConnection connection, string sql, object? parameters, CancellationToken cancel) =>
        connection.ExecuteScalarAsync<T>(Statement(sql, parameters, cancel));

    /// <summary>Answers how many rows it changed.</summary>
    public static Task<int> Change(this DbConnection connection, string sql, object? parameters, CancellationToken cancel) =>
        connection.ExecuteAsync(Statement(sql, parameters, cancel));

    private static CommandDefinition Statement(string sql, object? parameters, CancellationToken cancel)
    {
        Statements.Add(1);
        return new CommandDefinition(sql, parameters, cancellationToken: cancel);
    }

    public static Guid Id(this DbDataReader reader, int column) => Id(reader.GetValue(column));

    public static Guid? IdOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Id(column);

    public static TId Id<TId>(this DbDataReader reader, int column) where TId : struct, IId<TId> => TId.Of(reader.Id(column));

    public static TId? IdOrNull<TId>(this DbDataReader reader, int column) where TId : struct, IId<TId> =>
        reader.IsDBNull(column) ? null : reader.Id<TId>(column);

    public static byte[] Bytes(this DbDataReader reader, int column) => (byte[])reader.GetValue(column);

    public static int? IntOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static long? LongOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>An id as SQLite holds it: its 16 bytes in network order.</summary>
    public static byte[] Blob(this Guid id) => id.ToByteArray(bigEndian: true);

    public static byte[] Blob<TId>(this TId id) where TId : struct, IId<TId> => id.Value.Blob();

    /// <summary>The same back; PostgreSQL has a type for it.</summary>
    private static Guid Id(object value) => value is byte[] bytes ? new Guid(bytes, bigEndian: true) : (Guid)value;

    public static void AddText(this IDbCommand command, string name, string text)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = text;
        command.Parameters.Add(parameter);
    }

    private sealed class UuidParameter : SqlMapper.TypeHandler<Guid>
    {
        public override Guid Parse(object value) => Id(value);

        public override void SetValue(IDbDataParameter parameter, Guid value) => Set(parameter, value);

        internal static void Set(IDbDataParameter parameter, Guid value)
        {
            if (parameter is NpgsqlParameter postgres)
            {
                postgres.NpgsqlDbType = NpgsqlDbType.Uuid;
                postgres.Value = value;
            }
            else
            {
                parameter.DbType = DbType.Binary;
                parameter.Value = value.Blob();
            }
        }
    }

    private sealed class IdParameter<TId> : SqlMapper.TypeHandler<TId> where TId : struct, IId<TId>
    {
        public override TId Parse(object value) => TId.Of(Id(value));

        public override void SetValue(IDbDataParameter parameter, TId id) => UuidParameter.Set(parameter, id.Value);
    }
}

/// <summary>Many ids as one parameter, for <see cref="Database.Ids"/>: an array in PostgreSQL, a JSON text of hex in SQLite.</summary>
internal sealed class Ids(IEnumerable<Guid> ids) : SqlMapper.ICustomQueryParameter
{
    public static Ids Of<TId>(IEnumerable<TId> ids) where TId : struct, IId<TId> => new(ids.Select(id => id.Value));

    public void AddParameter(IDbCommand command, string name)
    {
        if (command is NpgsqlCommand postgres)
            postgres.Parameters.Add(new NpgsqlParameter<Guid[]>(name, ids.ToArray()));
        else
            command.AddText(name, $"[{string.Join(',', ids.Select(id => $"\"{id:N}\""))}]");
    }
}

/// <summary>Many numbers as one parameter, for <see cref="Database.Numbers"/>.</summary>
internal sealed class Numbers(IEnumerable<long> numbers) : SqlMapper.ICustomQueryParameter
{
    public void AddParameter(IDbCommand command, string name)
    {
        if (command is NpgsqlCommand postgres)
            postgres.Parameters.Add(new NpgsqlParameter<long[]>(name, numbers.ToArray()));
        else
            command.AddText(name, $"[{string.Join(',', numbers)}]");
    }
}
